namespace TradingBot.Silo.Journal;

/// <summary>What the tables' SQL has no common words for.</summary>
/// <param name="Identity">Type of a key column that counts upwards and never uses a number again.</param>
/// <param name="Amount">Type of an exact decimal number with sixteen decimals.</param>
internal sealed record SqlDialect(string Identity, string Amount)
{
    /// <summary>SQLite. It has no exact decimals: they are kept as text, in the shortest notation.</summary>
    public static SqlDialect Sqlite { get; } = new("INTEGER PRIMARY KEY AUTOINCREMENT", "TEXT");
}
