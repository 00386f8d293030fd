using System.Data.Common;
using TradingBot.Grains.Journal;
using TradingBot.Trading;

namespace TradingBot.Silo.Journal;

/// <summary>Writes the journal's rows, in the transactions that grains' states are written in.</summary>
internal sealed class JournalWriter(IJournalDatabase database, JournalSignals signals) : IJournal
{
    private JournalStatements? _statements;

    public async Task WriteAsync(TraderKey trader, IReadOnlyList<JournalEntry> entries)
    {
        await database.WriteAsync(connection =>
        {
            var statements = Statements(connection);
            foreach (var entry in entries)
                statements.Write(trader, entry);
        });
        signals.Raise(trader.UserId);
    }

    public Task WriteAsync(string userId, IReadOnlyList<ExchangeEntry> entries) => database.WriteAsync(connection =>
    {
        var statements = Statements(connection);
        foreach (var entry in entries)
            statements.Write(userId, entry);
    });

    // Only writes use it, and they come one at a time with the same connection.
    private JournalStatements Statements(DbConnection connection) => _statements ??= new(connection);
}
