using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Replay;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Simulator.Prices;

/// <summary>Recorded candles; of each symbol those of the shortest interval that the folder has.</summary>
internal sealed class RecordedTape : ICandleTape
{
    private readonly Dictionary<MarketSymbol, (CandleInterval Interval, Candle[] Candles)> _series = [];

    /// <param name="path">A recording or a folder of them.</param>
    /// <param name="warmUp">Candles that are history when the venue starts, at most a quarter of the shortest recording.</param>
    /// <exception cref="CandleFileException">A recording cannot be found, read or identified.</exception>
    public RecordedTape(string path, int warmUp)
    {
        foreach (var group in RecordedFile.Find(new() { Path = path }).GroupBy(f => f.Symbol))
        {
            var interval = group.Select(f => f.Interval).MinBy(i => i.MaxLength);
            var candles = group.Where(f => f.Interval == interval).SelectMany(f => f.Content.Candles).OrderBy(c => c.OpenTime).ToArray();
            if (candles.Length > 0)
                _series.Add(group.Key, (interval, candles));
        }

        if (_series.Count == 0)
            throw new CandleFileException(path, "there are no candles.");
        Start = _series.Values.Max(s => s.Candles[Math.Min(warmUp, s.Candles.Length / 4)].OpenTime);
        Symbols = [.. _series.Keys.Select(InfoOf)];
    }

    public IReadOnlyList<SymbolInfo> Symbols { get; }

    public long Start { get; }

    public CandleInterval IntervalOf(MarketSymbol symbol) => _series[symbol].Interval;

    public Candle? Next(MarketSymbol symbol, long from)
    {
        var candles = _series[symbol].Candles;
        var index = IndexOf(candles, from);
        return index < candles.Length ? candles[index] : null;
    }

    public IEnumerable<Candle> Range(MarketSymbol symbol, long from, long to)
    {
        var candles = _series[symbol].Candles;
        for (var i = IndexOf(candles, from); i < candles.Length && candles[i].OpenTime < to; i++)
            yield return candles[i];
    }

    public Candle? TryWhole(MarketSymbol symbol, CandleInterval interval, long openTime) => null;

    private static int IndexOf(Candle[] candles, long from)
    {
        var (low, high) = (0, candles.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (candles[middle].OpenTime < from)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    // A symbol that the catalogue lacks trades by lenient filters rather than not at all.
    private static SymbolInfo InfoOf(MarketSymbol symbol) =>
        SymbolCatalogue.Find(symbol) ?? new(
            symbol, symbol.Symbol.EndsWith("USDT", StringComparison.Ordinal) ? symbol.Symbol[..^4] : symbol.Symbol[..^3],
            symbol.Symbol.EndsWith("USDT", StringComparison.Ordinal) ? "USDT" : symbol.Symbol[^3..],
            Fixed8.Parse("0.00000001"), Fixed8.Parse("0.00000001"), Fixed8.Parse("0.00000001"), Fixed8.Parse("9000000"), Fixed8.Parse("5"));
}
