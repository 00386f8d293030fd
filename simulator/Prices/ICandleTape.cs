using TradingBot.MarketData;

namespace TradingBot.Simulator.Prices;

/// <summary>The candles along whose paths the simulated venue's prices move, past and future.</summary>
internal interface ICandleTape
{
    IReadOnlyList<SymbolInfo> Symbols { get; }

    /// <summary>Where the venue's market time begins; what lies before is history.</summary>
    long Start { get; }

    /// <summary>The interval of the tape's own candles.</summary>
    CandleInterval IntervalOf(MarketSymbol symbol);

    /// <summary>The first candle that opens at or behind a time; null behind the end.</summary>
    Candle? Next(MarketSymbol symbol, long from);

    /// <summary>The tape's own candles that open from one time up to, not including, another.</summary>
    IEnumerable<Candle> Range(MarketSymbol symbol, long from, long to);

    /// <summary>A whole candle of another interval, when the tape has a faster way to it than adding up its own.</summary>
    Candle? TryWhole(MarketSymbol symbol, CandleInterval interval, long openTime);
}
