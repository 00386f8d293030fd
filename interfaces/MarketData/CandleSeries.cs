using System.Diagnostics.CodeAnalysis;

namespace TradingBot.MarketData;

/// <summary>The candles of one symbol at one interval, written <c>spot:BTCUSDT/1m</c>: the key of a market-data grain.</summary>
/// <param name="Symbol">Market and symbol.</param>
/// <param name="Interval">Interval.</param>
[GenerateSerializer, Immutable, Alias("candle-series")]
public readonly record struct CandleSeries([property: Id(0)] MarketSymbol Symbol, [property: Id(1)] CandleInterval Interval)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Symbol}/{Interval}";

    /// <summary>Reads <c>market:symbol/interval</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CandleSeries series)
    {
        series = default;
        var slash = text?.LastIndexOf('/') ?? -1;
        if (slash <= 0 || !MarketSymbol.TryParse(text![..slash], out var symbol)
            || !CandleInterval.TryParse(text[(slash + 1)..], out var interval))
            return false;
        series = new(symbol, interval);
        return true;
    }

    /// <summary>Reads <c>market:symbol/interval</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static CandleSeries Parse(string text) =>
        TryParse(text, out var series) ? series : throw new FormatException($"'{text}' is not a series like spot:BTCUSDT/1m.");
}
