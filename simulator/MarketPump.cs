using TradingBot.Simulator.Api;
using TradingBot.Simulator.Faults;
using TradingBot.Simulator.Streams;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator;

/// <summary>What time brings: the market's movement, frames of forming klines, countdowns, ends of connections and keys, faults.</summary>
internal sealed class MarketPump(SimulatorOptions options, SimVenue venue, ApiGate gate, StreamHub hub)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private DateTimeOffset _lastFrames;

    public async Task RunAsync(CancellationToken stop)
    {
        var started = venue.TimeProvider.GetTimestamp();
        var origin = venue.MarketTime;
        using var timer = new PeriodicTimer(Interval, venue.TimeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                lock (venue.Gate)
                {
                    if (options.Speed > 0)
                        MoveTo(origin + (long)(venue.TimeProvider.GetElapsedTime(started).TotalMilliseconds * options.Speed));
                    gate.Usdm.OnTime();
                    hub.OnTime(options.ConnectionLifetime);
                    RollFaults();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }

    private void MoveTo(long target)
    {
        venue.AdvanceTo(target);
        var now = venue.TimeProvider.GetUtcNow();
        if (now - _lastFrames < options.FrameInterval)
            return;
        _lastFrames = now;
        foreach (var symbol in venue.Symbols)
            symbol.ShowForming();
    }

    private void RollFaults()
    {
        if (Roll(FaultKind.ClockSkew) is { } skew)
            venue.Skew = skew.Ms;
        if (Roll(FaultKind.DropSockets) is not null)
        {
            foreach (var session in hub.All.ToArray())
                session.Drop();
        }

        if (Roll(FaultKind.FreezeSockets) is { } freeze)
        {
            foreach (var session in hub.All)
                session.Freeze(TimeSpan.FromMilliseconds(freeze.Ms));
        }

        foreach (var account in venue.Accounts.Values)
        {
            if (Roll(FaultKind.WipeAccount, account.ApiKey) is not null)
                venue.Wipe(account);
        }
    }

    private FaultRule? Roll(string kind, string? account = null)
    {
        var rule = venue.Faults.Roll(kind, account: account, share: Interval.TotalSeconds);
        if (rule is not null)
            venue.Log.Add("fault", new() { ["fault"] = kind, ["account"] = account, ["ms"] = rule.Ms });
        return rule;
    }
}
