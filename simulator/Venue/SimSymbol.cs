using TradingBot.MarketData;
using TradingBot.Simulator.Prices;

namespace TradingBot.Simulator.Venue;

/// <summary>
/// A symbol whose price walks along the candles of the tape: O, L, H, C or O, H, L, C, each leg a third of the candle's time,
/// as the fill model of the trading spec has it. Orders are met in the order in which the price meets them.
/// </summary>
internal sealed class SimSymbol(SymbolInfo info, ICandleTape tape, Action<SimOrder, decimal> fire)
{
    private static readonly CandleInterval OneSecond = CandleInterval.Parse("1s");

    private readonly CandleInterval _interval = tape.IntervalOf(info.Id);
    private readonly Dictionary<CandleInterval, Candle> _forming = [];
    private Candle? _next;
    private CandlePath _path;
    private int _leg;
    private bool _inCandle;
    private decimal _high;
    private decimal _low;
    private long _now;
    private long _nextSecond;

    public SymbolInfo Info => info;

    public string Name => info.Id.Symbol;

    public bool IsUsdm => info.Id.Market == MarketType.Usdm;

    public decimal Price { get; private set; }

    public long Step { get; private set; }

    public List<SimOrder> Open { get; } = [];

    /// <summary>Hears of every kline of a followed interval: closed ones, and forming ones when asked for.</summary>
    public Action<SimSymbol, CandleInterval, Candle, bool>? OnKline { get; set; }

    public decimal Tick => info.TickSize.ToDecimal();

    private HashSet<CandleInterval> Followed { get; } = [];

    private bool HasFinerSeconds => _interval != OneSecond;

    /// <summary>Somebody wants the frames of an interval; those that the tape is too coarse for never come.</summary>
    public void Follow(CandleInterval interval)
    {
        if (interval.MaxLength >= _interval.MaxLength || interval == OneSecond)
            Followed.Add(interval);
    }

    /// <summary>Walks to a moment of the market.</summary>
    public void AdvanceTo(long time)
    {
        Step++;
        _now = time;
        while (true)
        {
            if (!_inCandle)
            {
                _next ??= tape.Next(info.Id, _path.CloseTime == 0 ? _interval.OpenTimeOf(tape.Start) : _path.CloseTime);
                if (_next is not { } next || next.OpenTime > time)
                    return;
                Begin(next);
            }

            for (; _leg < CandlePath.Legs; _leg++)
            {
                if (time < _path.TimeOf(_leg + 1))
                {
                    MoveTo(_path.PriceAt(time));
                    ShowSeconds(time);
                    return;
                }

                MoveTo(_path.Point(_leg + 1));
            }

            Close();
        }
    }

    /// <summary>Sends the frame of the forming klines.</summary>
    public void ShowForming()
    {
        foreach (var interval in Followed)
        {
            if (interval == OneSecond && HasFinerSeconds)
            {
                if (_inCandle)
                    OnKline?.Invoke(this, interval, _path.SecondAt(_nextSecond, _now), false);
            }
            else if (Forming(interval) is { } candle)
            {
                OnKline?.Invoke(this, interval, candle, false);
            }
        }
    }

    /// <summary>Klines as the REST endpoint gives them, the forming one last.</summary>
    public IEnumerable<Candle> Klines(CandleInterval interval, long? from, long? to, int limit)
    {
        if (interval.MaxLength < _interval.MaxLength)
            return interval == OneSecond ? Seconds(from, to, limit) : [];
        var now = _inCandle ? _path.Candle.OpenTime : _path.CloseTime - 1;
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

    private IEnumerable<Candle> Seconds(long? from, long? to, int limit)
    {
        var last = Math.Min(to ?? long.MaxValue, _now);
        var first = tape.Next(info.Id, 0)?.OpenTime ?? 0;
        if (from is { } f)
        {
            return tape.Range(info.Id, _interval.OpenTimeOf(Math.Max(f, first)), last + 1)
                .SelectMany(c => PathOf(c).Seconds(_now)).Where(c => c.OpenTime >= f && c.OpenTime <= last).Take(limit);
        }

        var rows = new List<Candle>();
        for (var time = _interval.OpenTimeOf(last); time >= first && rows.Count < limit; time = _interval.OpenTimeOf(time - 1))
        {
            if (tape.Next(info.Id, time) is { } candle && candle.OpenTime == time)
                rows.InsertRange(0, PathOf(candle).Seconds(_now).Where(c => c.OpenTime <= last));
        }

        return rows.TakeLast(limit);
    }

    private CandlePath PathOf(in Candle candle) => new(candle, _interval.NextOpenTime(candle.OpenTime), Tick);

    // The seconds that have closed since the last time.
    private void ShowSeconds(long until)
    {
        if (!HasFinerSeconds || !Followed.Contains(OneSecond))
        {
            _nextSecond = OneSecond.OpenTimeOf(until);
            return;
        }

        for (; OneSecond.NextOpenTime(_nextSecond) <= until; _nextSecond = OneSecond.NextOpenTime(_nextSecond))
            OnKline?.Invoke(this, OneSecond, _path.SecondAt(_nextSecond, until), true);
    }

    private Candle? At(CandleInterval interval, long openTime)
    {
        var end = interval.NextOpenTime(openTime);
        if (!_inCandle || _path.Candle.OpenTime >= end)
        {
            if (end <= _path.CloseTime && tape.TryWhole(info.Id, interval, openTime) is { } whole)
                return whole;
            return Fold(openTime, tape.Range(info.Id, openTime, Math.Min(end, _path.CloseTime)));
        }

        return Forming(interval) is { } forming && forming.OpenTime == openTime ? forming
            : Fold(openTime, tape.Range(info.Id, openTime, Math.Min(end, _path.Candle.OpenTime)));
    }

    private Candle? Forming(CandleInterval interval)
    {
        if (!_inCandle)
            return null;
        var openTime = interval.OpenTimeOf(_path.Candle.OpenTime);
        if (!_forming.TryGetValue(interval, out var before) || before.OpenTime != openTime)
        {
            before = Fold(openTime, tape.Range(info.Id, openTime, _path.Candle.OpenTime)) ?? default;
            _forming[interval] = before with { OpenTime = openTime };
        }

        var partial = new Candle(
            openTime, _path.Candle.Open, new((long)(_high * 100_000_000m)), new((long)(_low * 100_000_000m)), new((long)(Price * 100_000_000m)),
            Math.Round(_path.Candle.Volume * (_leg + 1) / 4, 8));
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
        (_path, _next, _leg, _inCandle) = (PathOf(candle), null, 0, true);
        _nextSecond = candle.OpenTime;
        Price = _high = _low = candle.Open.ToDecimal();
        // The price has jumped; whatever the jump has passed is met at the open.
        MoveTo(Price);
        ShowForming();
    }

    private void Close()
    {
        var (candle, closeTime) = (_path.Candle, _path.CloseTime);
        ShowSeconds(closeTime);
        foreach (var interval in Followed.Where(i => i.MaxLength >= _interval.MaxLength))
        {
            var openTime = interval.OpenTimeOf(candle.OpenTime);
            if (interval.OpenTimeOf(closeTime) <= openTime)
                continue;
            // The last frame must be the tape's candle to the last digit, its volume too.
            var whole = interval == _interval ? candle : Fold(openTime, tape.Range(info.Id, openTime, closeTime)) ?? candle;
            OnKline?.Invoke(this, interval, whole, true);
        }

        _inCandle = false;
        foreach (var (interval, before) in _forming.ToArray())
        {
            var openTime = interval.OpenTimeOf(candle.OpenTime);
            _forming[interval] = before.OpenTime != openTime || before.Open.IsZero ? candle with { OpenTime = openTime } : Add(before, candle);
        }
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
        {
            return order.Trail is not { } trail ? Reaches(order.StopPrice, target, order.TriggersUp)
                : trail.IsActive ? Reaches(trail.Level, target, up: order.IsBuy)
                : Reaches(trail.ActivatePrice, target, up: !order.IsBuy);
        }

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
        foreach (var order in Open)
            order.Trail?.Follow(price);
    }
}
