using System.Globalization;
using TradingBot.Grains.Journal;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Notifications;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <summary>Takes down what a trader does, in the outbox of its state: stored with the very change that it tells of.</summary>
public sealed class TraderJournal(TraderKey key, SymbolInfo symbol, TraderState state, TimeProvider time)
{
    private readonly string _orderPrefix = ClientOrderIds.PrefixOf(key.ToString());
    private ExecutionReport? _report;
    private int _fillAt;
    private bool _reportedOrderIsKnown;
    private string _reason = "";

    // Orders and fills exist only once there are settings.
    private TraderSettings Settings => state.Settings!;

    private long LastClose =>
        state.Candle is { } candle && state.Settings is { } settings ? settings.Interval.NextOpenTime(candle.OpenTime) : 0;

    /// <summary>The exchange has answered the command in flight.</summary>
    /// <param name="reason">Why it refused; empty otherwise.</param>
    public void Answer(string reason) => _reason = reason;

    /// <summary>What follows is caused by a report of the exchange.</summary>
    public void Begin(ExecutionReport report)
    {
        (_report, _reportedOrderIsKnown) = (report, false);
        if (report.Kind != ExecutionKind.Fill)
            return;
        _fillAt = state.Outbox.Count;
        Add(EventKind.Fill, fill: RowOf(report));
    }

    /// <summary>The report is booked.</summary>
    public void End()
    {
        // A late fill of an order that has given way to another one: nobody but the journal still has its row.
        if (_report is { Kind: ExecutionKind.Fill } report && !_reportedOrderIsKnown)
            state.Outbox[_fillAt] = state.Outbox[_fillAt] with { LateStatus = report.Status };
        _report = null;
    }

    /// <summary>An order has changed.</summary>
    public void Order(TradeOrder order, bool isExit)
    {
        _reportedOrderIsKnown |= order.Id == _report?.OrderId;
        var now = Now;
        Add(EventKind.Order, order: new(
            IdOf(order.Id), state.LastEntry + 1, key.UserId, key.Symbol, Settings.Mode, Settings.Interval, isExit, order.Side, order.Type,
            order.Quantity, order.Trigger, order.Limit, order.Status, order.Filled, LastClose,
            order.Status == OrderStatus.Refused ? _reason : "", now, now));
    }

    /// <summary>A position has been closed.</summary>
    public void Trade(Trade trade) => Add(EventKind.Trade, trade: new(
        _report is null ? ClosedByHand : IdOf(_report), key.UserId, key.Symbol, Settings.Mode, Settings.Interval, Settings.Strategy.Name, trade, Now));

    /// <summary>Something worth knowing.</summary>
    public void Notice(string text, NotificationKind kind) => Add(EventKind.Notice, text, notice: kind);

    /// <summary>The trader was started, paused, resumed or stopped.</summary>
    public void RunState(TraderRunState runState) => Add(EventKind.RunState, runState.ToString());

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private string IdOf(long orderId) => ClientOrderIds.Of(_orderPrefix, orderId);

    // No fill of ours has closed it.
    private string ClosedByHand => $"{IdOf(state.Trading.LastOrderId)}.hand{state.LastEntry + 1}";

    private string IdOf(ExecutionReport report) => IdOf(report.OrderId) + "." + report.Sequence.ToString(CultureInfo.InvariantCulture);

    private FillRow RowOf(ExecutionReport report) => new(
        IdOf(report), IdOf(report.OrderId), key.UserId, key.Symbol, Settings.Mode, Settings.Interval, report.Side, report.Price,
        report.Quantity, report.Commission,
        report.CommissionAsset ?? (report.CommissionInBase ? symbol.BaseAsset : symbol.QuoteAsset), report.CommissionInBase,
        report.Time, Now);

    private void Add(
        EventKind kind, string text = "", OrderRow? order = null, FillRow? fill = null, TradeRow? trade = null, NotificationKind notice = NotificationKind.Refused) =>
        state.Outbox.Add(new(++state.LastEntry, kind, _report?.Time ?? LastClose, Now, text, order, fill, trade, Notice: notice));
}
