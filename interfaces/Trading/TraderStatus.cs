using System.Collections.Immutable;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading.Risk;

namespace TradingBot.Trading;

/// <summary>A trader as people see it.</summary>
/// <param name="UserId">The owner.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="Settings">Settings in force, null before the first.</param>
/// <param name="PendingSettings">Settings that take effect at the next close.</param>
/// <param name="RunState">Whether it trades.</param>
/// <param name="Candle">The last closed candle it has taken, null before the first.</param>
/// <param name="Indicators">The strategy's current values.</param>
/// <param name="Phase"><c>None</c>, <c>Long</c> or <c>ClosedLong</c>.</param>
/// <param name="Held">Base held, dust included.</param>
/// <param name="EntryPrice">Average entry price of the open position, else zero.</param>
/// <param name="Stop">Trigger of the exit order at the exchange, else zero.</param>
/// <param name="EntryOrder">The open entry order, if any.</param>
/// <param name="ExitOrder">The open exit order, if any.</param>
/// <param name="InFlight">A command that the exchange has not answered yet, in words; empty for none.</param>
/// <param name="UnrealisedPnl">Open position at the last close, minus cost and commissions, in quote.</param>
/// <param name="Totals">Closed trades in sum.</param>
/// <param name="Notice">The last thing worth knowing: a refused entry, a failure; empty for none.</param>
/// <param name="StartedAfter">Open time of the last candle before the last start from a standstill; -1 when there was none.</param>
/// <param name="NotTrading">Why it does not trade, or makes no entries, though it is started: no key, the venue is out of reach; empty when nothing stands in its way.</param>
/// <param name="Risk">Where it stands against the risk rules; null before the first settings.</param>
/// <param name="ForeignOrders">Open orders on its symbol and account that are not its own; it leaves them alone.</param>
/// <param name="ForeignPosition">What the position on USDⓈ-M has beside what the trader holds; it leaves that alone.</param>
[GenerateSerializer, Immutable, Alias("trader-status")]
public sealed record TraderStatus(
    [property: Id(0)] string UserId,
    [property: Id(1)] MarketSymbol Symbol,
    [property: Id(2)] TraderSettings? Settings,
    [property: Id(3)] TraderSettings? PendingSettings,
    [property: Id(4)] TraderRunState RunState,
    [property: Id(5)] Candle? Candle,
    [property: Id(6)] ImmutableArray<KeyValuePair<string, Fixed8>> Indicators,
    [property: Id(7)] string Phase,
    [property: Id(8)] Fixed8 Held,
    [property: Id(9)] Fixed8 EntryPrice,
    [property: Id(10)] Fixed8 Stop,
    [property: Id(11)] OrderView? EntryOrder,
    [property: Id(12)] OrderView? ExitOrder,
    [property: Id(13)] string InFlight,
    [property: Id(14)] Fixed16 UnrealisedPnl,
    [property: Id(15)] TradeTotals Totals,
    [property: Id(16)] string Notice,
    [property: Id(17)] long StartedAfter,
    [property: Id(18)] string NotTrading = "",
    [property: Id(19)] TraderRiskStatus? Risk = null,
    [property: Id(20)] ImmutableArray<ForeignOrder> ForeignOrders = default,
    [property: Id(21)] Fixed8 ForeignPosition = default);

/// <summary>An order as people see it.</summary>
/// <param name="Id">The trader's number of the intent.</param>
/// <param name="Side">Side.</param>
/// <param name="Type">Type.</param>
/// <param name="Quantity">Base quantity.</param>
/// <param name="Filled">What has filled.</param>
/// <param name="Trigger">Trigger price, zero for none.</param>
/// <param name="Limit">Limit price, zero for none.</param>
/// <param name="Triggered">Whether the trigger has been reached.</param>
/// <param name="Status">Where it stands.</param>
[GenerateSerializer, Immutable, Alias("order-view")]
public sealed record OrderView(
    [property: Id(0)] long Id,
    [property: Id(1)] OrderSide Side,
    [property: Id(2)] OrderType Type,
    [property: Id(3)] Fixed8 Quantity,
    [property: Id(4)] Fixed8 Filled,
    [property: Id(5)] Fixed8 Trigger,
    [property: Id(6)] Fixed8 Limit,
    [property: Id(7)] bool Triggered,
    [property: Id(8)] OrderStatus Status);

/// <summary>Closed trades in sum.</summary>
/// <param name="Trades">Number of closed trades.</param>
/// <param name="Wins">Those with a PnL above zero.</param>
/// <param name="Pnl">Realised PnL after commissions, in quote.</param>
/// <param name="Fees">Commissions, in quote.</param>
[GenerateSerializer, Immutable, Alias("trade-totals")]
public sealed record TradeTotals(
    [property: Id(0)] int Trades, [property: Id(1)] int Wins, [property: Id(2)] Fixed16 Pnl, [property: Id(3)] Fixed16 Fees)
{
    /// <summary>No trades.</summary>
    public static TradeTotals None { get; } = new(0, 0, default, default);

    /// <summary>These and one more.</summary>
    public TradeTotals With(Trade trade) =>
        new(Trades + 1, Wins + (trade.Pnl.IsPositive ? 1 : 0), Pnl + trade.Pnl, Fees + trade.Fees);
}
