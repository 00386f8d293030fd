using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.OpenApi;

namespace TradingBot.ClientApi.Events;

/// <summary><c>/events</c>: what happens to traders, as it happens.</summary>
internal static class EventsApi
{
    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapApi("/events", "Events").MapGet("", Read)
            .Describe("streamEvents", "Streams events (server-sent) until the client leaves; Last-Event-ID resumes without loss.", 404, 429)
            .Produces<string>(200, "text/event-stream").WithMetadata(new TextExample("text/event-stream", Example)).DisableRequestTimeout();

    private static string Example =>
        EventFrame.Head(40) + EventFrame.Reset(41) + EventFrame.TextOf((EventResponse)Samples.Of(typeof(EventResponse))!) + ": heartbeat\n\n";

    private static EventStream Read(
        [FromHeader(Name = "Last-Event-ID"), Description("The id of the last event received; without it the stream begins now, with 0 at the first event that is kept. An event named reset says that some behind it are gone.")] string? lastEventId,
        [FromQuery(Name = "user"), Description("Whose; for administrators, who get everybody's without it.")] string? user,
        [FromQuery(Name = "symbol"), Description("One symbol only, market:symbol.")] string? symbol,
        ClaimsPrincipal caller)
    {
        var fields = new FieldReader();
        long? after = null;
        if (!string.IsNullOrEmpty(lastEventId))
        {
            if (long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                after = id;
            else
                fields.Refuse("Last-Event-ID", $"must be a whole number from 0 to {long.MaxValue}.");
        }

        var only = fields.Symbol("symbol", symbol);
        fields.ThrowIfAny();
        return new(after, caller.OwnersOf(user), only);
    }
}
