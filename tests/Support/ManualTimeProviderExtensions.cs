namespace TradingBot.Tests.Support;

/// <summary>Waiting for those who wait for the clock.</summary>
public static class ManualTimeProviderExtensions
{
    /// <summary>Completes when somebody waits for this clock: only then is there a point in advancing it.</summary>
    public static async Task UntilSomebodyWaitsAsync(this ManualTimeProvider time, CancellationToken cancellationToken)
    {
        while (time.ActiveTimers == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
