namespace TradingBot.Silo.Demo;

internal static class CancellationTokenExtensions
{
    /// <summary>Waits until a token is cancelled, which is how a host tells its phases.</summary>
    public static async Task WhenCancelledAsync(this CancellationToken token, CancellationToken giveUp)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = token.Register(reached.SetResult);
        await reached.Task.WaitAsync(giveUp);
    }
}
