namespace TradingBot.Tests.Api;

/// <summary>The clock of the wall, ahead by as much as a test says; timers run as ever.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _ahead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
}
