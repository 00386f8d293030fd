using Orleans.Runtime;
using Orleans.Streams;
using TradingBot.Engine.Activation;

namespace TradingBot.Engine.Streams;

internal sealed class SubscriptionHandle<T>(
    StreamHub hub, string provider, StreamChannel channel, GrainActivation? activation, StreamSubscription subscription) : StreamSubscriptionHandle<T>
{
    private bool _usedUp;

    public override Guid HandleId => subscription.Id;

    public override string ProviderName => provider;

    public override StreamId StreamId => channel.Id;

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (token is not null)
            throw new NotSupportedException("These streams keep no items, so a subscription cannot resume in the past.");
        UseUp();
        StreamHub.Attach(subscription, activation, observer);
        return Task.FromResult<StreamSubscriptionHandle<T>>(new SubscriptionHandle<T>(hub, provider, channel, activation, subscription));
    }

    public override Task UnsubscribeAsync()
    {
        UseUp();
        return hub.UnsubscribeAsync(channel, activation, subscription);
    }

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other is not null && other.HandleId == HandleId;

    private void UseUp()
    {
        if (_usedUp)
            throw new InvalidOperationException("The handle has been used to resume or unsubscribe; use the one that ResumeAsync returned.");
        _usedUp = true;
    }
}
