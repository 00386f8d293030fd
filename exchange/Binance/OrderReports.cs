using System.Collections.Immutable;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance;

/// <summary>
/// The reports of one trader's orders, made from stream events and from queries alike: what both tell is reported once. A
/// report's sequence comes from the venue's own time and trade id, so that it is the same after a restart.
/// </summary>
/// <param name="baseAsset">The symbol's base asset, to tell what a commission was taken from.</param>
/// <param name="quoteAsset">The symbol's quote asset.</param>
internal sealed class OrderReports(string baseAsset, string quoteAsset)
{
    // Sequence = milliseconds * 4096 + a place within the millisecond: triggers, then trades, then ends.
    private const long PerMillisecond = 4_096;
    private const long Trades = 1_024;
    private const long Ends = 3_072;

    private readonly Dictionary<long, Known> _orders = [];
    private readonly SortedDictionary<long, ExecutionReport> _reports = [];
    private long _last;

    /// <summary>The moment behind which a report with this sequence lies, milliseconds.</summary>
    public static long TimeOf(long sequence) => sequence / PerMillisecond;

    /// <summary>The natural sequence of a trade.</summary>
    public static long SequenceOf(long time, long tradeId) => time * PerMillisecond + Trades + tradeId % (Ends - Trades);

    /// <summary>Notes that an order is not open any more, without a report: it was acknowledged in an earlier life.</summary>
    public void Close(long intent) => Get(intent).Ended = true;

    /// <summary>Whether the venue has this intent.</summary>
    public bool Knows(long intent) => _orders.ContainsKey(intent);

    /// <summary>Whether all that an order has done is reported and nothing more can come.</summary>
    public bool IsOver(long intent) => _orders.TryGetValue(intent, out var order) && order.Ended;

    /// <summary>Whether it is known that an order's trigger has been reached.</summary>
    public bool IsTriggered(long intent) => _orders.TryGetValue(intent, out var order) && order.Triggered;

    /// <summary>Whether a trade is known.</summary>
    public bool Has(long intent, long tradeId) => _orders.TryGetValue(intent, out var order) && order.Trades.Contains(tradeId);

    /// <summary>What has filled of an order as far as its trades are known.</summary>
    public Fixed8 FilledOf(long intent) => _orders.TryGetValue(intent, out var order) ? order.Filled : Fixed8.Zero;

    /// <summary>The highest intent that the venue has; 0 for none.</summary>
    public long LastIntent => _orders.Count == 0 ? 0 : _orders.Keys.Max();

    /// <summary>The last report's sequence; 0 for none.</summary>
    public long LastSequence => _last;

    /// <summary>Intents that have not ended as far as is known.</summary>
    public IEnumerable<long> Open => _orders.Where(static o => !o.Value.Ended).Select(static o => o.Key);

    /// <summary>What the trader's open buys tie up, in quote.</summary>
    public Fixed16 TiedUp
    {
        get
        {
            var sum = Fixed16.Zero;
            foreach (var order in _orders.Values)
            {
                if (order is { Ended: false, Side: OrderSide.Buy } && order.Quantity > order.Filled)
                    sum += order.Limit * (order.Quantity - order.Filled);
            }

            return sum;
        }
    }

    public void Register(long intent, OrderSide side, Fixed8 quantity, Fixed8 limit)
    {
        if (!_orders.TryGetValue(intent, out var order))
            _orders.Add(intent, new() { Side = side, Quantity = quantity, Limit = limit });
        else if (order.Quantity.IsZero)
            (order.Quantity, order.Limit) = (quantity, limit);
    }

    public void OnTriggered(long intent, long time, Fixed8 price)
    {
        var order = Get(intent);
        if (order.Triggered)
            return;
        order.Triggered = true;
        Add(time * PerMillisecond + intent % Trades, new(
            0, intent, ExecutionKind.Triggered, order.Side, price, Fixed8.Zero, Fixed8.Zero, false, time, OrderStatus.Working));
    }

    /// <summary>Notes a trade that was booked in an earlier life, so that a late event does not report it again.</summary>
    public void OnBooked(long intent, long tradeId, Fixed8 quantity)
    {
        var order = Get(intent);
        if (order.Trades.Add(tradeId))
            order.Filled += quantity;
    }

    public void OnTrade(
        long intent, long tradeId, long time, Fixed8 price, Fixed8 quantity, decimal commission, string? commissionAsset, bool isLast)
    {
        var order = Get(intent);
        if (!order.Trades.Add(tradeId))
            return;
        order.Filled += quantity;
        var done = isLast || (!order.Quantity.IsZero && order.Filled >= order.Quantity);
        order.Ended |= done;
        Add(SequenceOf(time, tradeId), new(
            0, intent, ExecutionKind.Fill, order.Side, price, quantity,
            commissionAsset is null ? Fixed8.Zero : new Fixed8((long)(commission * Fixed8.Scale)), commissionAsset == baseAsset,
            time, done ? OrderStatus.Filled : OrderStatus.PartiallyFilled,
            commissionAsset == baseAsset || commissionAsset == quoteAsset ? null : commissionAsset));
    }

    public void OnEnded(long intent, long time, string? status)
    {
        var order = Get(intent);
        if (order.Ended)
            return;
        order.Ended = true;
        Add(time * PerMillisecond + Ends + intent % (PerMillisecond - Ends), new(
            0, intent, ExecutionKind.Ended, order.Side, Fixed8.Zero, Fixed8.Zero, Fixed8.Zero, false, time, BinanceNames.StatusOf(status)));
    }

    /// <summary>Reports behind a sequence, oldest first; those up to it are forgotten.</summary>
    public ImmutableArray<ExecutionReport> After(long acknowledged)
    {
        while (_reports.Count > 0 && _reports.First() is var first && first.Key <= acknowledged)
            _reports.Remove(first.Key);
        _last = Math.Max(_last, acknowledged);
        return [.. _reports.Values];
    }

    /// <summary>Says that everything up to a sequence was booked in an earlier life.</summary>
    public void StartBehind(long acknowledged) => _last = Math.Max(_last, acknowledged);

    // What comes out of order (a late event) must still come behind what the trader may have acknowledged.
    private void Add(long sequence, ExecutionReport report)
    {
        var at = Math.Max(sequence, _last + 1);
        while (_reports.ContainsKey(at))
            at++;
        _last = at;
        _reports.Add(at, report with { Sequence = at });
    }

    private Known Get(long intent)
    {
        if (!_orders.TryGetValue(intent, out var order))
            _orders.Add(intent, order = new());
        return order;
    }

    private sealed class Known
    {
        public OrderSide Side { get; set; }

        public Fixed8 Quantity { get; set; }

        public Fixed8 Limit { get; set; }

        public Fixed8 Filled { get; set; }

        public bool Triggered { get; set; }

        public bool Ended { get; set; }

        public HashSet<long> Trades { get; } = [];
    }
}
