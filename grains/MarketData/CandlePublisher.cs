using TradingBot.MarketData;

namespace TradingBot.Grains.MarketData;

/// <summary>Publishes candles in order, and keeps in the grain's record how far that has come.</summary>
/// <param name="record">The record.</param>
/// <param name="save">Makes the record durable.</param>
/// <param name="publish">Hands one candle to the receivers.</param>
/// <param name="timeProvider">Times the writes.</param>
internal sealed class CandlePublisher(MarketDataRecord record, Func<Task> save, Func<ClosedCandle, Task> publish, TimeProvider timeProvider)
{
    // How much a crash may repeat. A write for each candle would hold a fast feed up for nothing: receivers drop repeats.
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(1);

    private readonly Queue<ClosedCandle> _unpublished = new();
    private bool _dirty;
    private long? _savedAt;

    /// <summary>What is to be published next.</summary>
    public List<ClosedCandle> Due { get; } = [];

    /// <summary>Open time of the last candle that receivers may ask for.</summary>
    public long Visible { get; private set; } = ClosedCandle.None;

    /// <summary>Begins behind a candle; what was due before is dropped.</summary>
    public void BeginBehind(long openTime)
    {
        Visible = openTime;
        Due.Clear();
        _unpublished.Clear();
    }

    /// <summary>
    /// Publishes what is due. What could not be published stays due, and is published before anything else.
    /// </summary>
    public async Task PublishAsync()
    {
        foreach (var candle in Due)
            _unpublished.Enqueue(candle);
        Due.Clear();
        while (_unpublished.TryPeek(out var candle))
        {
            // From here on receivers may ask for it.
            Visible = candle.Candle.OpenTime;
            await publish(candle);
            _unpublished.Dequeue();
            // After publishing: a crash in between repeats the candle instead of losing it.
            record.LastPublished = candle.Candle.OpenTime;
            _dirty = true;
            if (_savedAt is not { } savedAt || timeProvider.GetElapsedTime(savedAt) >= SaveInterval)
                await FlushAsync();
        }
    }

    /// <summary>Makes durable how far publishing has come.</summary>
    public async Task FlushAsync()
    {
        if (!_dirty)
            return;
        _dirty = false;
        _savedAt = timeProvider.GetTimestamp();
        await save();
    }
}
