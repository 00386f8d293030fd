using Orleans.Runtime;
using Orleans.Streams;
using TradingBot.Engine.Activation;

namespace TradingBot.Engine.Streams;

/// <summary>A provider as one grain, or the client, sees it: what is subscribed through it is theirs.</summary>
internal sealed class StreamProvider(StreamHub hub, string name, GrainActivation? activation) : IStreamProvider
{
    public bool IsRewindable => false;

    public string Name => name;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new GrainStream<T>(hub, name, hub.Channel(name, streamId), activation);
}
