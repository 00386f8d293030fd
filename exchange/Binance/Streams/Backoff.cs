namespace TradingBot.Exchange.Binance.Streams;

/// <summary>Pauses between attempts to connect: doubling, with jitter, and only a frame sets them back.</summary>
internal sealed class Backoff(StreamSettings settings)
{
    private TimeSpan _next = settings.FirstBackoff;

    public TimeSpan Next()
    {
        // Thousands of bots must not come back in the same second.
        var pause = _next * (0.5 + Random.Shared.NextDouble());
        _next = _next * 2 < settings.LastBackoff ? _next * 2 : settings.LastBackoff;
        return pause < settings.LastBackoff ? pause : settings.LastBackoff;
    }

    public void OnFrame() => _next = settings.FirstBackoff;
}
