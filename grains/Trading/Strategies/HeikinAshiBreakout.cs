using System.Collections.Immutable;
using TradingBot.Grains.Trading.Indicators;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading.Strategies;

/// <summary>
/// The trading spec's section 4: buy when the price breaks above the last Heikin Ashi high, with the stop below the last Heikin Ashi
/// low, raised at each close.
/// </summary>
public sealed class HeikinAshiBreakout(Fixed8 buyOffset, Fixed8 sellOffset) : IStrategy
{
    private HeikinAshi _series;
    private HeikinAshiCandle _last;

    /// <inheritdoc/>
    public int WarmUp => 100;

    /// <inheritdoc/>
    public ImmutableArray<KeyValuePair<string, Fixed8>> Indicators =>
        [new("haOpen", _last.Open), new("haHigh", _last.High), new("haLow", _last.Low), new("haClose", _last.Close)];

    /// <inheritdoc/>
    public Signal OnClose(in Candle candle)
    {
        _last = _series.Next(candle);
        return new(EntryKind.StopLimit, _last.High, _last.High + buyOffset, _last.Low - sellOffset, Exit: false);
    }

    /// <inheritdoc/>
    public ImmutableArray<long> Save() =>
        _series.State is { Started: true } s ? [s.Open, s.Close, _last.High.Units, _last.Low.Units] : [];

    /// <inheritdoc/>
    public bool TryRestore(ImmutableArray<long> memory)
    {
        if (memory is not [var open, var close, var high, var low])
            return false;
        _series.State = (open, close, true);
        _last = new(new(open), new(high), new(low), new(close));
        return true;
    }
}

/// <summary>Offers <see cref="HeikinAshiBreakout"/>.</summary>
public sealed class HeikinAshiBreakoutPlugin : IStrategyPlugin
{
    private static readonly Fixed8 MaxOffset = new(1_000_000_000 * Fixed8.Scale);

    /// <inheritdoc/>
    public string Name => StrategySettings.HeikinAshiBreakout;

    /// <inheritdoc/>
    public string Description => "Buys a break above the last Heikin Ashi high and trails the stop below the last Heikin Ashi low.";

    /// <inheritdoc/>
    public ImmutableArray<StrategyParameter> Parameters { get; } =
    [
        new("buyOffset", "The entry's limit price above its trigger.", "quote", Fixed8.Zero, MaxOffset, Fixed8.Zero),
        new("sellOffset", "The stop's distance below the Heikin Ashi low.", "quote", Fixed8.Zero, MaxOffset, Fixed8.Zero),
    ];

    /// <inheritdoc/>
    public IStrategy Create(StrategyParameterValues values) => new HeikinAshiBreakout(values["buyOffset"], values["sellOffset"]);
}
