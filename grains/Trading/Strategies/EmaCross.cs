using System.Collections.Immutable;
using TradingBot.Grains.Trading.Indicators;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Grains.Trading.Strategies;

/// <summary>
/// Buys at market when the fast EMA of the close crosses above the slow one, leaves at market when it crosses below, and keeps a stop
/// a multiple of the average true range (Wilder) below the close, raised at each close.
/// </summary>
public sealed class EmaCross(int fast, int slow, int atrPeriod, Fixed8 atrMultiple) : IStrategy
{
    private ExponentialAverage _fast = ExponentialAverage.Ema(fast);
    private ExponentialAverage _slow = ExponentialAverage.Ema(slow);
    private ExponentialAverage _atr = ExponentialAverage.Wilder(atrPeriod);
    private long _previousClose;
    private int _seen;

    /// <inheritdoc/>
    public int WarmUp => Math.Max(100, 4 * slow);

    /// <inheritdoc/>
    public ImmutableArray<KeyValuePair<string, Fixed8>> Indicators =>
        [new("emaFast", _fast.Value), new("emaSlow", _slow.Value), new("atr", _atr.Value)];

    /// <inheritdoc/>
    public Signal OnClose(in Candle candle)
    {
        var wasAbove = _fast.Value > _slow.Value;
        _fast.Next(candle.Close);
        _slow.Next(candle.Close);
        _atr.Next(TrueRange(candle));
        _previousClose = candle.Close.Units;
        var isAbove = _fast.Value > _slow.Value;

        // Before the slow average has seen its period, a cross is an artefact of the first candle.
        var ready = ++_seen > slow;
        var stop = candle.Close - (_atr.Value * atrMultiple).TruncateTo8();
        return new(ready && isAbove && !wasAbove ? EntryKind.Market : EntryKind.None, default, default, stop, ready && wasAbove && !isAbove);
    }

    /// <inheritdoc/>
    public ImmutableArray<long> Save() =>
        _seen == 0 ? [] : [_fast.State.Units, _slow.State.Units, _atr.State.Units, _previousClose, _seen, fast, slow, atrPeriod];

    /// <inheritdoc/>
    public bool TryRestore(ImmutableArray<long> memory)
    {
        // Averages of other periods are other series: those warm up again.
        if (memory is not [var fastUnits, var slowUnits, var atrUnits, var close, var seen, var f, var s, var a]
            || f != fast || s != slow || a != atrPeriod)
            return false;
        _fast.State = (fastUnits, true);
        _slow.State = (slowUnits, true);
        _atr.State = (atrUnits, true);
        _previousClose = close;
        _seen = (int)seen;
        return true;
    }

    private Fixed8 TrueRange(in Candle candle)
    {
        var range = candle.High.Units - candle.Low.Units;
        return _seen == 0
            ? new(range)
            : new(Math.Max(range, Math.Max(Math.Abs(candle.High.Units - _previousClose), Math.Abs(candle.Low.Units - _previousClose))));
    }
}

/// <summary>Offers <see cref="EmaCross"/>.</summary>
public sealed class EmaCrossPlugin : IStrategyPlugin
{
    /// <inheritdoc/>
    public string Name => "ema-cross";

    /// <inheritdoc/>
    public string Description => "Buys at market when the fast EMA crosses above the slow one, leaves on the opposite cross, with an ATR stop.";

    /// <inheritdoc/>
    public ImmutableArray<StrategyParameter> Parameters { get; } =
    [
        new("fast", "Period of the fast EMA.", "candles", Whole(1), Whole(500), Whole(12), IsInteger: true),
        new("slow", "Period of the slow EMA.", "candles", Whole(2), Whole(1_000), Whole(26), IsInteger: true),
        new("atrPeriod", "Period of the average true range.", "candles", Whole(1), Whole(500), Whole(14), IsInteger: true),
        new("atrMultiple", "The stop's distance below the close, in average true ranges.", "multiple", new(Fixed8.Scale / 10), Whole(100), Whole(3)),
    ];

    /// <inheritdoc/>
    public ValidationError? Validate(StrategyParameterValues values) =>
        values["fast"] < values["slow"]
            ? null
            : new("fast", $"{values["fast"]} must be below slow, which is {values["slow"]}.");

    /// <inheritdoc/>
    public IStrategy Create(StrategyParameterValues values) =>
        new EmaCross(values.WholeNumber("fast"), values.WholeNumber("slow"), values.WholeNumber("atrPeriod"), values["atrMultiple"]);

    private static Fixed8 Whole(int value) => new(value * Fixed8.Scale);
}
