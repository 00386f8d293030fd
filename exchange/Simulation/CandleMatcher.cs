using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Simulation;

/// <summary>
/// The matching engine of the trading spec, section 5: fills the orders of one symbol along the path of each candle. The
/// price moves continuously from point to point of the path and jumps from one candle's close to the next one's open. The
/// caller takes one event at a time and may place and cancel orders in between: they live from that point of the path on.
/// </summary>
public sealed class CandleMatcher(Fixed8 tickSize, Fixed8 stepSize, SimulationOptions? options = null)
{
    /// <summary>The segment number that means that the path has been walked to its end.</summary>
    public const int AtClose = 3;

    private readonly List<SimulatedOrder> _orders = [];
    private readonly SimulationOptions _options = options ?? new();
    private Fixed8 _second;
    private Fixed8 _third;
    private Candle _candle;
    private int _segment = AtClose;
    private Fixed8 _price;
    private Fixed8 _volumeLeft;
    private long _openTime = -1;

    /// <summary>The open orders, oldest first.</summary>
    public IReadOnlyList<SimulatedOrder> Orders => _orders;

    /// <summary>The current price; zero before the first candle.</summary>
    public Fixed8 Price => _price;

    /// <summary>Open time of the current candle, -1 before the first.</summary>
    public long OpenTime => _openTime;

    /// <summary>The position on the path, to be continued with <see cref="Resume"/>.</summary>
    public PathPosition Position => new(_openTime, _segment, _price, _volumeLeft);

    /// <summary>Takes up the state that an earlier matcher had: its position, then its open orders, oldest first.</summary>
    public void Resume(PathPosition position, IEnumerable<SimulatedOrder> orders)
    {
        (_openTime, _segment, _price, _volumeLeft) = (position.OpenTime, position.Segment, position.Price, position.VolumeLeft);
        _orders.Clear();
        _orders.AddRange(orders);
    }

    /// <summary>
    /// Begins a candle at its open. The candle at which a resumed matcher stands is continued where it stood; an older one is
    /// ignored.
    /// </summary>
    /// <returns>False for a candle that lies behind.</returns>
    public bool Begin(in Candle candle)
    {
        if (candle.OpenTime < _openTime)
            return false;
        _candle = candle;
        (_second, _third) = candle.Close >= candle.Open ? (candle.Low, candle.High) : (candle.High, candle.Low);
        if (candle.OpenTime == _openTime)
            return true;
        _openTime = candle.OpenTime;
        _price = candle.Open;
        _segment = 0;
        _volumeLeft = _options.MaxVolumeShare.IsZero ? Fixed8.MaxValue : LimitedVolume(candle.Volume);
        if (!AnyCanFire(candle))
            (_segment, _price) = (AtClose, candle.Close);
        return true;
    }

    /// <summary>Adds an order; it is live from the current point of the path on.</summary>
    public void Place(SimulatedOrder order) => _orders.Add(order);

    /// <summary>Removes an order.</summary>
    /// <returns>The order, or null when none of that id is open.</returns>
    public SimulatedOrder? Cancel(long id)
    {
        for (var i = 0; i < _orders.Count; i++)
        {
            if (_orders[i].Id == id)
            {
                var order = _orders[i];
                _orders.RemoveAt(i);
                return order;
            }
        }

        return null;
    }

    /// <summary>Walks the path to the next trigger or fill.</summary>
    /// <returns>False when the path is walked to the close and nothing more happens there.</returns>
    public bool TryNext(out MatchEvent result)
    {
        while (_orders.Count > 0)
        {
            var target = _segment switch { 0 => _second, 1 => _third, 2 => _candle.Close, _ => _price };
            if (Nearest(target) is { Order: { } order } found)
            {
                _price = found.Price;
                result = Fire(order);
                return true;
            }

            if (_segment == AtClose)
                break;
            _price = target;
            _segment++;
        }

        if (_segment != AtClose)
            (_segment, _price) = (AtClose, _candle.Close);
        result = default;
        return false;
    }

    private (SimulatedOrder? Order, Fixed8 Price) Nearest(Fixed8 target)
    {
        (SimulatedOrder? Order, Fixed8 Price) best = default;
        foreach (var order in _orders)
        {
            if (!TryGetEventPrice(order, _price, target, out var at))
                continue;
            if (best.Order is null || Math.Abs(at.Units - _price.Units) < Math.Abs(best.Price.Units - _price.Units))
                best = (order, at);
        }

        return best;
    }

    // At which price between here and the target something happens to the order.
    private bool TryGetEventPrice(SimulatedOrder order, Fixed8 from, Fixed8 to, out Fixed8 at)
    {
        at = from;
        var isStop = order.Type is OrderType.StopLimit or OrderType.StopMarket;
        if (isStop && !order.Triggered)
            return Reaches(order.Trigger, from, to, upwards: order.Side == OrderSide.Buy, ref at);
        if (_volumeLeft.IsZero)
            return false;
        return order.Type is OrderType.Market or OrderType.StopMarket
            || Reaches(order.Limit, from, to, upwards: order.Side == OrderSide.Sell, ref at);
    }

    private static bool Reaches(Fixed8 level, Fixed8 from, Fixed8 to, bool upwards, ref Fixed8 at)
    {
        if (upwards ? from >= level : from <= level)
            return true;
        at = level;
        return upwards ? to >= level : to <= level;
    }

    private MatchEvent Fire(SimulatedOrder order)
    {
        var taker = order.Type == OrderType.Market;
        if (order.Type is (OrderType.StopLimit or OrderType.StopMarket) && !order.Triggered)
        {
            order.Triggered = true;
            taker = true;
            var marketable = order.Type == OrderType.StopMarket
                || (order.Side == OrderSide.Buy ? _price <= order.Limit : _price >= order.Limit);
            if (!marketable || _volumeLeft.IsZero)
                return new(order, _price, Fixed8.Zero);
        }

        var quantity = Fixed8.Min(order.Remaining, _volumeLeft);
        if (!_options.MaxVolumeShare.IsZero)
            _volumeLeft -= quantity;
        order.Filled += quantity;
        if (order.Remaining.IsZero)
            _orders.Remove(order);
        return new(order, taker ? Slipped(order) : _price, quantity);
    }

    private Fixed8 Slipped(SimulatedOrder order)
    {
        if (_options.Slippage.IsZero)
            return _price;
        var slip = (_price * _options.Slippage).TruncateTo8();
        var hasLimit = order.Type == OrderType.StopLimit;
        if (order.Side == OrderSide.Buy)
        {
            var worse = (_price + slip + tickSize - new Fixed8(1)).FloorTo(tickSize);
            return hasLimit ? Fixed8.Min(worse, order.Limit) : worse;
        }

        var lower = Fixed8.Max((_price - slip).FloorTo(tickSize), tickSize);
        return hasLimit ? Fixed8.Max(lower, order.Limit) : lower;
    }

    private Fixed8 LimitedVolume(decimal volume)
    {
        var share = Math.Min(volume * _options.MaxVolumeShare.ToDecimal(), 90_000_000_000m);
        return Fixed8.FromDecimal(Math.Truncate(share * Fixed8.Scale) / Fixed8.Scale).FloorTo(stepSize);
    }

    // Most candles touch no order: then there is no path to walk.
    private bool AnyCanFire(in Candle candle)
    {
        foreach (var order in _orders)
        {
            var isWaitingStop = !order.Triggered && order.Type is (OrderType.StopLimit or OrderType.StopMarket);
            var level = isWaitingStop ? order.Trigger : order.Limit;
            var fires = isWaitingStop == (order.Side == OrderSide.Buy) ? candle.High >= level : candle.Low <= level;
            if (fires || order.Type == OrderType.Market || (order.Type == OrderType.StopMarket && order.Triggered))
                return true;
        }

        return false;
    }
}
