using System.Text;
using System.Text.Json;
using TradingBot.ClientApi.Http;
using TradingBot.Journal;
using TradingBot.MarketData;

namespace TradingBot.ClientApi.Events;

/// <summary>An event as it goes over the wire, made once for all readers.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="UserId">Whose.</param>
/// <param name="Symbol">The trader's symbol.</param>
/// <param name="Bytes">The frame.</param>
internal sealed record EventFrame(long Id, string UserId, MarketSymbol Symbol, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>
    /// Tells a reader that events which it has not seen are not kept any more. Without an id, so that a reader who loses the
    /// connection now is told again.
    /// </summary>
    public static string Reset(long droppedThrough) =>
        $"event: reset\ndata: {JsonSerializer.Serialize(new EventsDroppedResponse(droppedThrough), ApiJson.Options)}\n\n";

    public static EventFrame From(EventRow row) => new(row.Id, row.UserId, row.Symbol, Encoding.UTF8.GetBytes(TextOf(EventResponse.From(row))));

    public static string TextOf(EventResponse data) =>
        $"id: {data.Id}\nevent: {EnumNames.Of(data.Kind)}\ndata: {JsonSerializer.Serialize(data, ApiJson.Options)}\n\n";

    /// <summary>
    /// What a stream begins with: the id goes first, so that whoever loses the connection before the first event can resume, too.
    /// </summary>
    public static string Head(long after) => $"retry: 2000\nid: {after}\n\n";
}
