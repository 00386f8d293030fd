using TradingBot.MarketData;

namespace TradingBot.Tests.Trading.Reference;

/// <summary>
/// The trading specification a second time: <c>heikin-ashi-breakout</c> on the candle fill model, as plainly as it can be said,
/// on <see cref="decimal"/> only. It shares no code with what it checks. The numbers in the comments are the specification's
/// sections.
/// </summary>
public sealed class ReferenceBacktest
{
    private enum State
    {
        None,
        Long,
        ClosedLong,
    }

    private sealed class Order
    {
        public decimal Trigger;
        public decimal Limit;
        public decimal Quantity;
        public bool Triggered;
    }

    private readonly ReferenceSettings _settings;
    private readonly List<ReferenceTrade> _trades = [];
    private readonly List<decimal> _equity = [];
    private readonly List<(decimal Open, decimal High, decimal Low, decimal Close)> _heikinAshi = [];

    private State _state = State.None;
    private Order? _entry;
    private Order? _exit;
    private decimal _cash;
    private decimal _base;
    private decimal _price;
    private int _candle;
    private long _time;
    private int _exitCandle = -1;
    private long _entryTime;
    private decimal _entryPrice;
    private decimal _entryQuantity;
    private decimal _entryCommission;

    private ReferenceBacktest(ReferenceSettings settings)
    {
        _settings = settings;
        _cash = settings.Cash;
    }

    public static ReferenceResult Run(IReadOnlyList<Candle> candles, ReferenceSettings settings) =>
        new ReferenceBacktest(settings).Run(candles);

    private ReferenceResult Run(IReadOnlyList<Candle> candles)
    {
        foreach (var candle in candles)
        {
            var open = candle.Open.ToDecimal();
            var high = candle.High.ToDecimal();
            var low = candle.Low.ToDecimal();
            var close = candle.Close.ToDecimal();
            _time = candle.OpenTime;

            // 5: from the last close to this open the price jumps; then it moves continuously.
            ArriveAt(open);
            MoveTo(close >= open ? low : high);
            MoveTo(close >= open ? high : low);
            MoveTo(close);

            AtClose(open, high, low, close);
            _equity.Add(EquityAt(close));
            _candle++;
        }

        var lastClose = candles[^1].Close.ToDecimal();
        var position = _state == State.Long
            ? new ReferencePosition(_entryTime, _entryPrice, FloorStep(_base), _exit!.Trigger)
            : null;
        return new(_trades, position, _cash, _base, EquityAt(lastClose), _equity, _heikinAshi);
    }

    private decimal EquityAt(decimal price) =>
        _settings.Usdm
            ? _cash + (_state == State.Long ? (price - _entryPrice) * _base : 0m)
            : _cash + _base * price;

    // 4, at the close of candle k.
    private void AtClose(decimal open, decimal high, decimal low, decimal close)
    {
        AddHeikinAshi(open, high, low, close);

        if (_state == State.Long)
        {
            if (_exit!.Triggered)
            {
                FillExit(close, "escalation");
            }
            else
            {
                var stop = StopUnder(_heikinAshi[^1].Low);
                if (stop > _exit.Trigger && stop < close)
                    _exit = new Order { Trigger = stop, Limit = stop, Quantity = FloorStep(_base) };
            }
        }

        if (_state == State.ClosedLong && _exitCandle != _candle)
            _state = State.None;

        if (_state == State.None)
        {
            _entry = null;
            PlaceEntry(close);
        }
    }

    // 3.
    private void AddHeikinAshi(decimal open, decimal high, decimal low, decimal close)
    {
        var haClose = Math.Round((open + high + low + close) / 4m, 8, MidpointRounding.ToEven);
        var haOpen = _heikinAshi.Count == 0
            ? open
            : Math.Round((_heikinAshi[^1].Open + _heikinAshi[^1].Close) / 2m, 8, MidpointRounding.ToEven);
        _heikinAshi.Add((haOpen, Math.Max(high, Math.Max(haOpen, haClose)), Math.Min(low, Math.Min(haOpen, haClose)), haClose));
    }

    private void PlaceEntry(decimal close)
    {
        var heikinAshi = _heikinAshi[^1];
        var trigger = FloorTick(heikinAshi.High);
        var limit = FloorTick(heikinAshi.High + _settings.BuyOffset);
        if (close >= trigger || StopUnder(heikinAshi.Low) <= 0m)
            return;
        if (QuantityAt(limit) is { } quantity)
            _entry = new Order { Trigger = trigger, Limit = limit, Quantity = quantity };
    }

    private decimal StopUnder(decimal heikinAshiLow) => FloorTick(heikinAshiLow - _settings.SellOffset);

    // 6.
    private decimal? QuantityAt(decimal limit)
    {
        var s = _settings;
        decimal quantity;
        if (s.Quantity is { } given)
            quantity = given;
        else if (s.Quote is { } amount)
            quantity = WholeSteps(amount, limit);
        else
            quantity = WholeSteps(_cash * s.Percent!.Value / 100m * (s.Usdm ? s.Leverage : 1), limit);

        if (quantity <= 0m || quantity < s.MinQuantity || quantity > s.MaxQuantity || quantity % s.Step != 0m)
            return null;
        if (quantity * limit < s.MinNotional)
            return null;
        if (quantity * limit > (s.Usdm ? _cash * s.Leverage : _cash))
            return null;
        // An entry of which the commission leaves less than a step could never be sold again.
        if (!s.Usdm && FloorStep(_base + quantity - Truncate8(quantity * s.Fee)) < s.Step)
            return null;
        return quantity;
    }

    // 5: the price is at p, by a jump or because an order was placed there.
    private void ArriveAt(decimal p)
    {
        _price = p;
        if (_entry is not null)
        {
            if (p >= _entry.Trigger)
                _entry.Triggered = true;
            if (_entry.Triggered && p <= _entry.Limit)
            {
                FillEntry(p);
                ArriveAt(p);
            }
        }
        else if (_exit is not null)
        {
            if (p <= _exit.Trigger)
                _exit.Triggered = true;
            if (_exit.Triggered && p >= _exit.Limit)
                FillExit(p, "stop");
        }
    }

    // 5: the price moves through everything between where it is and the end.
    private void MoveTo(decimal end)
    {
        while (NextEvent(end) is { } stopover)
            ArriveAt(stopover);
        _price = end;
    }

    private decimal? NextEvent(decimal end)
    {
        if (_entry is not null)
        {
            if (!_entry.Triggered && end >= _entry.Trigger)
                return _entry.Trigger;
            if (_entry.Triggered && end <= _entry.Limit)
                return _entry.Limit;
        }
        else if (_exit is not null)
        {
            if (!_exit.Triggered && end <= _exit.Trigger)
                return _exit.Trigger;
            if (_exit.Triggered && end >= _exit.Limit)
                return _exit.Limit;
        }

        return null;
    }

    private void FillEntry(decimal price)
    {
        var quantity = _entry!.Quantity;
        _entry = null;
        _entryTime = _time;
        _entryPrice = price;
        _entryQuantity = quantity;
        if (_settings.Usdm)
        {
            _entryCommission = Truncate8(quantity * price * _settings.Fee);
            _cash -= _entryCommission;
            _base = quantity;
        }
        else
        {
            var commission = Truncate8(quantity * _settings.Fee);
            _entryCommission = commission * price;
            _cash -= quantity * price;
            _base += quantity - commission;
        }

        _state = State.Long;
        var stop = StopUnder(_heikinAshi[^1].Low);
        _exit = new Order { Trigger = stop, Limit = stop, Quantity = FloorStep(_base) };
    }

    private void FillExit(decimal price, string reason)
    {
        var quantity = _exit!.Quantity;
        _exit = null;
        var commission = Truncate8(quantity * price * _settings.Fee);
        decimal pnl;
        if (_settings.Usdm)
        {
            _cash += (price - _entryPrice) * quantity - commission;
            pnl = (price - _entryPrice) * quantity - commission - _entryCommission;
        }
        else
        {
            _cash += quantity * price - commission;
            pnl = price * quantity - commission - _entryPrice * _entryQuantity;
        }

        _base -= quantity;
        _trades.Add(new(_entryTime, _entryPrice, quantity, _time, price, reason, _entryCommission + commission, pnl));
        _state = State.ClosedLong;
        _exitCandle = _candle;
    }

    private decimal WholeSteps(decimal amount, decimal price)
    {
        if (amount <= 0m)
            return 0m;
        var steps = decimal.Floor(amount / (price * _settings.Step));
        // The division rounds at 28 digits and may have rounded up to a whole number.
        if (steps * _settings.Step * price > amount)
            steps -= 1m;
        return steps * _settings.Step;
    }

    private decimal FloorTick(decimal price) => decimal.Floor(price / _settings.Tick) * _settings.Tick;

    private decimal FloorStep(decimal quantity) => decimal.Floor(quantity / _settings.Step) * _settings.Step;

    private static decimal Truncate8(decimal amount) => decimal.Truncate(amount * 100_000_000m) / 100_000_000m;
}
