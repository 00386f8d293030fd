using TradingBot.Exchange.Simulation;
using TradingBot.MarketData;

namespace TradingBot.Simulator.Prices;

/// <summary>The market that a seed makes, the same one as that of the service's simulated feed.</summary>
internal sealed class SeedTape : ICandleTape
{
    private readonly Dictionary<MarketSymbol, SimulatedMarket> _markets;

    public SeedTape(ulong seed, long start)
    {
        Start = CandleInterval.OneMinute.OpenTimeOf(start);
        _markets = SimulatedSymbol.Catalogue.ToDictionary(s => s.Info.Id, s => new SimulatedMarket(s, seed));
        Symbols = [.. _markets.Values.Select(m => m.Info)];
    }

    public IReadOnlyList<SymbolInfo> Symbols { get; }

    public long Start { get; }

    public CandleInterval IntervalOf(MarketSymbol symbol) => CandleInterval.OneMinute;

    public Candle? Next(MarketSymbol symbol, long from)
    {
        var open = CandleInterval.OneMinute.OpenTimeOf(Math.Max(from, SimulatedMarket.Listed));
        if (open < from)
            open = CandleInterval.OneMinute.NextOpenTime(open);
        return open >= SimulatedMarket.End ? null : _markets[symbol].At(CandleInterval.OneMinute, open);
    }

    public IEnumerable<Candle> Range(MarketSymbol symbol, long from, long to)
    {
        for (var next = Next(symbol, from); next is { } candle && candle.OpenTime < to; next = Next(symbol, candle.OpenTime + 1))
            yield return candle;
    }

    public Candle? TryWhole(MarketSymbol symbol, CandleInterval interval, long openTime) =>
        openTime < SimulatedMarket.FirstOpenTime(interval) ? null : _markets[symbol].At(interval, openTime);
}
