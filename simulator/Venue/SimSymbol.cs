using TradingBot.MarketData;
using TradingBot.Simulator.Prices;

namespace TradingBot.Simulator.Venue;

/// <summary>
/// A symbol whose price walks along the candles of the tape: O, L, H, C or O, H, L, C, each leg a third of the candle's time,
/// as the fill model of the trading spec has it. Orders are met in the order in which the price meets them.
/// </summary>
internal sealed class SimSymbol(SymbolInfo info, ICandleTape tape, Action<SimOrder, decimal> fire)
{
    private readonly CandleInterval _interval = tape.IntervalOf(info.Id);
    private readonly Dictionary<CandleInterval, Candle> _forming = [];
    private Candle? _next;
    private Candle _candle;
    private long _closeTime;
    private int _point;
    private bool _inCandle;
    private decimal _high;
    private decimal _low;

    public SymbolInfo Info => info;

    public string Name => info.Id.Symbol;

    public bool IsUsdm => info.Id.Market == MarketType.Usdm;

    public decimal Price { get; private set; }

    public long Step { get; private set; }

    public List<SimOrder> Open { get; } = [];

    /// <summary>Hears of every kline of a followed interval: closed ones, and forming ones when asked for.</summary>
    public Action<SimSymbol, CandleInterval, Candle, bool>? OnKline { get; set; }

    /// <summary>Intervals whose frames somebody wants.</summary>
    public HashSet<CandleInterval> Followed { get; } = [];

    public decimal Tick => info.TickSize.ToDecimal();

    /// <summary>Walks to a moment of the market.</summary>
    public void AdvanceTo(long time)
    {
        Step++;
        while (true)
        {
            if (!_inCandle)
            {
                _next ??= tape.Next(info.Id, _closeTime == 0 ? _interval.OpenTimeOf(tape.Start) : _closeTime);
                if (_next is not { } next || next.OpenTime > time)
                    return;
                Begin(next);
            }

            var length = _closeTime - _candle.OpenTime;
            for (; _point < 3; _point++)
            {
                var (fromTime, toTime) = (_candle.OpenTime + length * _point / 3, _candle.OpenTime + length * (_point + 1) / 3);
                var target = PointAfter(_point);
                if (time < toTime)
                {
                    // Part of the leg, on the grid of prices.
                    var start = PointBefore(_point);
                    var there = start + (target - start) * Math.Max(0, time - fromTime) / (toTime - fromTime);
                    var onGrid = Math.Round(there / Tick) * Tick;
                    // Rounding must not walk back.
                    if (target >= start ? onGrid > Price : onGrid < Price)
                        MoveTo(onGrid);
                    return;
                }

                MoveTo(target);
            }

            Close();
        }
    }

    /// <summary>Sends the frame of the forming klines.</summary>
    public void ShowForming()
    {
        foreach (var interval in Followed)
        {
            if (Forming(interval) is { } candle)
                OnKline?.Invoke(this, interval, candle, false);
        }
    }

    /// <summary>Klines as the REST endpoint gives them, the forming one last.</summary>
    public IEnumerable<Candle> Klines(CandleInterval interval, long? from, long? to, int limit)
    {
        if (interval.MaxLength < _interval.MaxLength)
            return [];
        var now = _inCandle ? _candle.OpenTime : _closeTime - 1;
        var last = interval.OpenTimeOf(Math.Max(0, Math.Min(to ?? long.MaxValue, now)));
        return from is { } f ? Forward(f) : Backward().Reverse();

        IEnumerable<Candle> Forward(long start)
        {
            var first = tape.Next(info.Id, 0)?.OpenTime ?? 0;
            var begin = interval.OpenTimeOf(Math.Max(Math.Max(0, start), first));
            if (begin < start)
                begin = interval.NextOpenTime(begin);
            var count = 0;
            for (var t = begin; t <= last && count < limit; t = interval.NextOpenTime(t))
            {
                if (At(interval, t) is not { } candle)
                    continue;
                count++;
                yield return candle;
            }
        }

        IEnumerable<Candle> Backward()
        {
            var first = interval.OpenTimeOf(tape.Next(info.Id, 0)?.OpenTime ?? 0);
            var count = 0;
            for (var t = last; t >= first && count < limit; t = interval.OpenTimeOf(t - 1))
            {
                if (At(interval, t) is { } candle)
                {
                    count++;
                    yield return candle;
                }

                if (t == 0)
                    yield break;
            }
        }
    }

    private Candle? At(CandleInterval interval, long openTime)
    {
        var end = interval.NextOpenTime(openTime);
        if (!_inCandle || _candle.OpenTime >= end)
        {
            if (end <= _closeTime && tape.TryWhole(info.Id, interval, openTime) is { } whole)
                return whole;
            return Fold(openTime, tape.Range(info.Id, openTime, Math.Min(end, _closeTime)));
        }

        return Forming(interval) is { } forming && forming.OpenTime == openTime ? forming
            : Fold(openTime, tape.Range(info.Id, openTime, Math.Min(end, _candle.OpenTime)));
    }

    private Candle? Forming(CandleInterval interval)
    {
        if (!_inCandle)
            return null;
        var openTime = interval.OpenTimeOf(_candle.OpenTime);
        if (!_forming.TryGetValue(interval, out var before) || before.OpenTime != openTime)
        {
            before = Fold(openTime, tape.Range(info.Id, openTime, _candle.OpenTime)) ?? default;
            _forming[interval] = before with { OpenTime = openTime };
        }

        var partial = new Candle(
            openTime, _candle.Open, new((long)(_high * 100_000_000m)), new((long)(_low * 100_000_000m)), new((long)(Price * 100_000_000m)),
            Math.Round(_candle.Volume * (_point + 1) / 4, 8));
        return before.Open.IsZero ? partial : Add(before, partial) with { OpenTime = openTime };
    }

    private static Candle? Fold(long openTime, IEnumerable<Candle> candles)
    {
        Candle? sum = null;
        foreach (var candle in candles)
            sum = sum is { } s ? Add(s, candle) : candle with { OpenTime = openTime };
        return sum;
    }

    private static Candle Add(in Candle a, in Candle b) =>
        new(a.OpenTime, a.Open, Numbers.Fixed8.Max(a.High, b.High), Numbers.Fixed8.Min(a.Low, b.Low), b.Close, a.Volume + b.Volume);

    private void Begin(in Candle candle)
    {
        (_candle, _next, _point, _inCandle) = (candle, null, 0, true);
        _closeTime = _interval.NextOpenTime(candle.OpenTime);
        Price = _high = _low = candle.Open.ToDecimal();
        // The price has jumped; whatever the jump has passed is met at the open.
        MoveTo(Price);
        ShowForming();
    }

    private void Close()
    {
        foreach (var interval in Followed)
        {
            if (interval.OpenTimeOf(_closeTime) is var next && next > interval.OpenTimeOf(_candle.OpenTime))
            {
                // The last frame must be the tape's candle to the last digit, its volume too.
                var openTime = interval.OpenTimeOf(_candle.OpenTime);
                var whole = interval == _interval ? _candle : Fold(openTime, tape.Range(info.Id, openTime, _closeTime)) ?? _candle;
                OnKline?.Invoke(this, interval, whole, true);
            }
        }

        _inCandle = false;
        if (_forming.Count > 0)
        {
            foreach (var (interval, before) in _forming.ToArray())
            {
                _forming[interval] = before.OpenTime != interval.OpenTimeOf(_candle.OpenTime) || before.Open.IsZero
                    ? _candle with { OpenTime = interval.OpenTimeOf(_candle.OpenTime) }
                    : Add(before, _candle);
            }
        }
    }

    private decimal PointBefore(int point) => point == 0 ? _candle.Open.ToDecimal() : PointAfter(point - 1);

    private decimal PointAfter(int point)
    {
        var rising = _candle.Close >= _candle.Open;
        return point switch
        {
            0 => (rising ? _candle.Low : _candle.High).ToDecimal(),
            1 => (rising ? _candle.High : _candle.Low).ToDecimal(),
            _ => _candle.Close.ToDecimal(),
        };
    }

    private void MoveTo(decimal target)
    {
        while (true)
        {
            SimOrder? best = null;
            var bestAt = 0m;
            foreach (var order in Open)
            {
                if (EventPrice(order, target) is { } at && (best is null || Math.Abs(at - Price) < Math.Abs(bestAt - Price)))
                    (best, bestAt) = (order, at);
            }

            if (best is null)
                break;
            Touch(bestAt);
            fire(best, bestAt);
        }

        Touch(target);
    }

    private decimal? EventPrice(SimOrder order, decimal target)
    {
        if (order.Waits)
            return Reaches(order.StopPrice, target, order.TriggersUp);
        if (order.RestFrom > Step)
            return null;
        return order.HasLimit ? Reaches(order.Price, target, up: !order.IsBuy) : Price;
    }

    private decimal? Reaches(decimal level, decimal target, bool up)
    {
        if (up ? Price >= level : Price <= level)
            return Price;
        return (up ? target >= level : target <= level) ? level : null;
    }

    private void Touch(decimal price)
    {
        Price = price;
        _high = Math.Max(_high, price);
        _low = Math.Min(_low, price);
    }
}
