using TradingBot.ClientApi.Http;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Journal;

/// <summary>What an order is for.</summary>
public enum OrderPurpose
{
    /// <summary>Opens a position.</summary>
    Entry,

    /// <summary>Closes a position.</summary>
    Exit,
}

/// <summary>An order, in its last known state.</summary>
/// <param name="Id">Unique: the client order id.</param>
/// <param name="User">Whose.</param>
/// <param name="Symbol">market:symbol.</param>
/// <param name="Interval">Interval of the trader at the time.</param>
/// <param name="Mode">Which exchange.</param>
/// <param name="Purpose">entry or exit.</param>
/// <param name="Side">Side.</param>
/// <param name="Type">Type.</param>
/// <param name="Quantity">Base quantity.</param>
/// <param name="Trigger">Trigger price.</param>
/// <param name="Limit">Limit price.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Filled">Base filled.</param>
/// <param name="Reason">Why it was refused.</param>
/// <param name="Time">Close time of the candle at which it was placed.</param>
/// <param name="TimeMs">The same, milliseconds since 1970.</param>
/// <param name="RecordedAt">When it was first recorded.</param>
/// <param name="UpdatedAt">When its state was last recorded.</param>
public sealed record OrderResponse(
    string Id, string User, MarketSymbol Symbol, CandleInterval Interval, TradingMode Mode, OrderPurpose Purpose, OrderSide Side, OrderType Type,
    Fixed8 Quantity, Fixed8? Trigger, Fixed8? Limit, OrderStatus Status, Fixed8 Filled, string? Reason, DateTimeOffset Time, long TimeMs,
    DateTimeOffset RecordedAt, DateTimeOffset UpdatedAt)
{
    public static OrderResponse From(OrderRow o) => new(
        o.Id, o.UserId, o.Symbol, o.Interval, o.Mode, o.IsExit ? OrderPurpose.Exit : OrderPurpose.Entry, o.Side, o.Type, o.Quantity,
        o.Trigger.IsZero ? null : o.Trigger, o.Limit.IsZero ? null : o.Limit, o.Status, o.Filled, o.Reason.Length == 0 ? null : o.Reason,
        ApiTime.Of(o.Time), o.Time, ApiTime.Of(o.RecordedAt), ApiTime.Of(o.UpdatedAt));
}

/// <summary>A fill.</summary>
/// <param name="Id">Unique.</param>
/// <param name="OrderId">The order's id.</param>
/// <param name="User">Whose.</param>
/// <param name="Symbol">market:symbol.</param>
/// <param name="Interval">Interval of the trader at the time.</param>
/// <param name="Mode">Which exchange.</param>
/// <param name="Side">Side.</param>
/// <param name="Price">Price.</param>
/// <param name="Quantity">Base quantity.</param>
/// <param name="Commission">Commission.</param>
/// <param name="CommissionAsset">The asset in which it was taken.</param>
/// <param name="Time">When it happened: the venue's time, or on paper the open of the candle in which it happened.</param>
/// <param name="TimeMs">The same, milliseconds since 1970.</param>
/// <param name="RecordedAt">When it was recorded.</param>
public sealed record FillResponse(
    string Id, string OrderId, string User, MarketSymbol Symbol, CandleInterval Interval, TradingMode Mode, OrderSide Side, Fixed8 Price,
    Fixed8 Quantity, Fixed8 Commission, string CommissionAsset, DateTimeOffset Time, long TimeMs, DateTimeOffset RecordedAt)
{
    public static FillResponse From(FillRow f) => new(
        f.Id, f.OrderId, f.UserId, f.Symbol, f.Interval, f.Mode, f.Side, f.Price, f.Quantity, f.Commission, f.CommissionAsset,
        ApiTime.Of(f.Time), f.Time, ApiTime.Of(f.RecordedAt));
}

/// <summary>A closed trade.</summary>
/// <param name="Id">Unique.</param>
/// <param name="User">Whose.</param>
/// <param name="Symbol">market:symbol.</param>
/// <param name="Interval">Interval of the trader at the time.</param>
/// <param name="Mode">Which exchange.</param>
/// <param name="Strategy">Name of the strategy.</param>
/// <param name="EntryTime">Open time of the candle of the first entry fill.</param>
/// <param name="EntryTimeMs">The same, milliseconds since 1970.</param>
/// <param name="EntryPrice">Average entry price.</param>
/// <param name="Quantity">Base quantity sold.</param>
/// <param name="ExitTime">Open time of the candle of the last exit fill.</param>
/// <param name="ExitTimeMs">The same, milliseconds since 1970.</param>
/// <param name="ExitPrice">Average exit price.</param>
/// <param name="ExitReason">Why it was closed.</param>
/// <param name="Fees">All commissions, in quote.</param>
/// <param name="Pnl">Profit or loss after commissions, in quote.</param>
/// <param name="RecordedAt">When it was recorded.</param>
public sealed record TradeResponse(
    string Id, string User, MarketSymbol Symbol, CandleInterval Interval, TradingMode Mode, string Strategy, DateTimeOffset EntryTime,
    long EntryTimeMs, Fixed8 EntryPrice, Fixed8 Quantity, DateTimeOffset ExitTime, long ExitTimeMs, Fixed8 ExitPrice, ExitReason ExitReason,
    Fixed16 Fees, Fixed16 Pnl, DateTimeOffset RecordedAt)
{
    public static TradeResponse From(TradeRow r)
    {
        var t = r.Trade;
        return new(
            r.Id, r.UserId, r.Symbol, r.Interval, r.Mode, r.Strategy, ApiTime.Of(t.EntryTime), t.EntryTime, t.EntryPrice, t.Quantity,
            ApiTime.Of(t.ExitTime), t.ExitTime, t.ExitPrice, t.ExitReason, t.Fees, t.Pnl, ApiTime.Of(r.RecordedAt));
    }
}
