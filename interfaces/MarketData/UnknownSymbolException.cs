namespace TradingBot.MarketData;

/// <summary>A symbol that the configured market-data source does not have.</summary>
[GenerateSerializer, Alias("unknown-symbol")]
public sealed class UnknownSymbolException : Exception
{
    /// <summary>Names the symbol and says what the source has instead.</summary>
    /// <param name="symbol">The symbol asked for.</param>
    /// <param name="hint">What to use instead, as the end of a sentence; null for nothing.</param>
    public UnknownSymbolException(MarketSymbol symbol, string? hint)
        : base($"The symbol {symbol} is unknown here{(hint is null ? "" : $"; {hint}")}.") => Symbol = symbol;

    /// <summary>The symbol asked for.</summary>
    [Id(0)]
    public MarketSymbol Symbol { get; }
}
