using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Journal;
using TradingBot.Journal;
using TradingBot.MarketData;

namespace TradingBot.ClientApi.Events;

/// <summary>Something that has happened to a trader: the data of a server-sent event.</summary>
/// <param name="Id">Rises; the event's id in the stream.</param>
/// <param name="Kind">order, fill, trade, notice or run-state: the event's name in the stream.</param>
/// <param name="User">Whose trader.</param>
/// <param name="Symbol">market:symbol.</param>
/// <param name="Time">When it happened by the market's clock.</param>
/// <param name="TimeMs">The same, milliseconds since 1970.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Text">A notice, or the new run state.</param>
/// <param name="Order">The order as it was then.</param>
/// <param name="Fill">The fill.</param>
/// <param name="Trade">The trade.</param>
public sealed record EventResponse(
    long Id, EventKind Kind, string User, MarketSymbol Symbol, DateTimeOffset Time, long TimeMs, DateTimeOffset RecordedAt, string? Text,
    OrderResponse? Order, FillResponse? Fill, TradeResponse? Trade)
{
    public static EventResponse From(EventRow e) => new(
        e.Id, e.Kind, e.UserId, e.Symbol, ApiTime.Of(e.Time), e.Time, ApiTime.Of(e.RecordedAt), e.Text.Length == 0 ? null : e.Text,
        e.Order is null ? null : OrderResponse.From(e.Order), e.Fill is null ? null : FillResponse.From(e.Fill),
        e.Trade is null ? null : TradeResponse.From(e.Trade));
}

/// <summary>The data of the event <c>reset</c>: some events are not kept any more, and lists tell how things stand.</summary>
/// <param name="DroppedThrough">The highest id among the events that are gone.</param>
public sealed record EventsDroppedResponse(long DroppedThrough);
