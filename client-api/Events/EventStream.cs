using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Journal;
using TradingBot.Journal;
using TradingBot.MarketData;

namespace TradingBot.ClientApi.Events;

/// <summary>One reader's stream of events, until the reader leaves, the token is revoked or the service stops.</summary>
/// <param name="lastEventId">The last event that the reader has; null to begin now.</param>
/// <param name="owner">Whose events; null for everybody's.</param>
/// <param name="symbol">Of one symbol only, or null.</param>
internal sealed class EventStream(long? lastEventId, string? owner, MarketSymbol? symbol) : IResult
{
    private const int CatchUpPage = 500;
    private static readonly byte[] Heartbeat = ": heartbeat\n\n"u8.ToArray();
    private long _toldDropped;

    public async Task ExecuteAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var hub = services.GetRequiredService<EventHub>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        if (!await hub.TryEnterAsync(context.User.Id(), end.Token))
            throw new RequestException(429, "Too many event streams are open; try again later.", []);
        try
        {
            await WriteAsync(context, hub, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader has left, or the service stops.
        }
        finally
        {
            hub.Leave(context.User.Id());
        }
    }

    private async Task WriteAsync(HttpContext context, EventHub hub, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        var options = services.GetRequiredService<EventOptions>();
        var time = services.GetRequiredService<TimeProvider>();
        var grains = services.GetRequiredService<IClusterClient>();
        var token = grains.GetGrain<ITokenGrain>(context.User.TokenKey());
        var body = context.Response.Body;

        // A reader may know of events that the window has not got yet, but never of any beyond the journal.
        var after = lastEventId is { } given ? Math.Min(given, Math.Max(hub.Current.Last, await LastAsync(grains))) : hub.Current.Last;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await body.WriteAsync(Encoding.ASCII.GetBytes(EventFrame.Head(after)), cancellationToken);
        await body.FlushAsync(cancellationToken);

        var authenticated = time.GetTimestamp();
        while (true)
        {
            // By the clock and not by silence: a busy stream ends, too.
            if (time.GetElapsedTime(authenticated) >= options.Heartbeat)
            {
                if (await token.AuthenticateAsync() is not { User.Standing: UserStanding.Active })
                    return;
                authenticated = time.GetTimestamp();
            }

            var window = hub.Current;
            if (after < window.After)
            {
                after = await CatchUpAsync(context, grains, after, window.After, cancellationToken);
                continue;
            }

            if (after < window.Last)
            {
                await WriteAsync(body, window.Behind(after).ToArray(), cancellationToken);
                after = window.Last;
                continue;
            }

            try
            {
                await window.Replaced.WaitAsync(options.Heartbeat, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                await body.WriteAsync(Heartbeat, cancellationToken);
                await body.FlushAsync(cancellationToken);
            }
        }
    }

    private async Task<long> CatchUpAsync(HttpContext context, IClusterClient grains, long after, long until, CancellationToken cancellationToken)
    {
        var journal = grains.JournalOf(owner, context.User);
        var rows = await journal.ReadEventsAsync(after, CatchUpPage);
        // Asked for after reading, so that what is dropped between the two is told of.
        var dropped = await journal.GetLastDroppedEventAsync(symbol);
        if (dropped > Math.Max(after, _toldDropped))
        {
            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(EventFrame.Reset(dropped)), cancellationToken);
            _toldDropped = dropped;
        }

        await WriteAsync(context.Response.Body, rows.Select(EventFrame.From), cancellationToken);
        // A page that is not full holds all that there was when the window began.
        return rows.Length == CatchUpPage ? rows[^1].Id : Math.Max(until, rows.IsEmpty ? 0 : rows[^1].Id);
    }

    private async Task WriteAsync(Stream body, IEnumerable<EventFrame> frames, CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var frame in frames)
        {
            if ((owner is not null && frame.UserId != owner) || (symbol is not null && frame.Symbol != symbol))
                continue;
            await body.WriteAsync(frame.Bytes, cancellationToken);
            any = true;
        }

        if (any)
            await body.FlushAsync(cancellationToken);
    }

    private static Task<long> LastAsync(IClusterClient grains) =>
        grains.GetGrain<IJournalGrain>(IJournalGrain.AllUsers).GetLastEventAsync();
}
