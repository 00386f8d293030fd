using Orleans.Runtime;
using TradingBot.Engine.Activation;

namespace TradingBot.Engine.Streams;

/// <summary>A subscriber of a stream: a grain, or a client's observer in this process.</summary>
internal sealed class StreamSubscription(Guid id, StreamId stream, GrainClass? grainClass, string key)
{
    public Guid Id => id;

    public StreamId Stream => stream;

    /// <summary>Null for a client.</summary>
    public GrainClass? GrainClass => grainClass;

    public string Key => key;

    /// <summary>A client's observer; a grain's is in its activation.</summary>
    public object? ClientObserver { get; set; }

    /// <summary>The delivery before the next one, where order needs it; see <see cref="StreamChannel"/>.</summary>
    public Task LastDelivery { get; set; } = Task.CompletedTask;

    public bool BelongsTo(GrainActivation? activation) => grainClass == activation?.Class && (activation is null || key == activation.Key);

    public override string ToString() => grainClass is null ? "(client)" : $"{grainClass.Name}/{key}";
}
