using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;
using Orleans.Streams;
using TradingBot.Engine.Activation;

namespace TradingBot.Engine.Streams;

[SuppressMessage("Naming", "CA1711", Justification = "It is one.")]
internal sealed class GrainStream<T>(StreamHub hub, string provider, StreamChannel channel, GrainActivation? activation) : IAsyncStream<T>
{
    public bool IsRewindable => false;

    public string ProviderName => provider;

    public StreamId StreamId => channel.Id;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        token ??= channel.NextToken();
        return channel.PublishAsync<T>(observer => observer.OnNextAsync(item, token));
    }

    public Task OnCompletedAsync() => channel.PublishAsync<T>(static observer => observer.OnCompletedAsync());

    public Task OnErrorAsync(Exception ex) => channel.PublishAsync<T>(observer => observer.OnErrorAsync(ex));

    public async Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return Handle(await hub.SubscribeAsync(provider, channel, activation, observer));
    }

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() =>
        Task.FromResult<IList<StreamSubscriptionHandle<T>>>(
            channel.Subscriptions.Where(subscription => subscription.BelongsTo(activation)).Select(Handle).ToList());

    public bool Equals(IAsyncStream<T>? other) => other is not null && other.StreamId == StreamId && other.ProviderName == provider;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => StreamId.GetHashCode();

    private StreamSubscriptionHandle<T> Handle(StreamSubscription subscription) =>
        new SubscriptionHandle<T>(hub, provider, channel, activation, subscription);
}
