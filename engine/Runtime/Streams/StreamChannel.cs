using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;
using Orleans.Streams;
using TradingBot.Engine.Calls;

namespace TradingBot.Engine.Streams;

/// <summary>One stream: its subscribers, and the delivery to them.</summary>
internal sealed class StreamChannel(GrainEngine engine, StreamId id)
{
    private ImmutableList<StreamSubscription> _subscriptions = [];

    // Begins with the time, so that tokens grow over a restart.
    private long _sequence = engine.TimeProvider.GetUtcNow().Ticks;

    public StreamId Id => id;

    public ImmutableList<StreamSubscription> Subscriptions => _subscriptions;

    public StreamSequenceToken NextToken() => new SequenceToken(Interlocked.Increment(ref _sequence));

    public void Add(StreamSubscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, static (list, added) => list.Add(added), subscription);

    public void Remove(StreamSubscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, static (list, removed) => list.Remove(removed), subscription);

    /// <summary>Completes when every subscriber has processed the event or failed to.</summary>
    public Task PublishAsync<T>(Func<IAsyncObserver<T>, Task> deliver)
    {
        var subscriptions = _subscriptions;
        if (subscriptions.IsEmpty)
            return Task.CompletedTask;
        // One subscriber may run on the publisher's thread; several should run beside each other.
        if (subscriptions.Count == 1)
            return DeliverAsync(subscriptions[0], deliver, inline: true);
        var deliveries = new Task[subscriptions.Count];
        for (var i = 0; i < deliveries.Length; i++)
            deliveries[i] = DeliverAsync(subscriptions[i], deliver, inline: false);
        return Task.WhenAll(deliveries);
    }

    private Task DeliverAsync<T>(StreamSubscription subscription, Func<IAsyncObserver<T>, Task> deliver, bool inline)
    {
        // The queue of a grain that takes one call at a time keeps the order. Others get the next event after the one before.
        if (subscription.GrainClass is { Reentrant: false })
            return Guard(subscription, Send(subscription, deliver, inline));
        lock (subscription)
            return subscription.LastDelivery = Guard(subscription, After(subscription.LastDelivery, subscription, deliver));
    }

    private static async Task After<T>(Task previous, StreamSubscription subscription, Func<IAsyncObserver<T>, Task> deliver)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await Send(subscription, deliver, inline: false);
    }

    private static Task Send<T>(StreamSubscription subscription, Func<IAsyncObserver<T>, Task> deliver, bool inline)
    {
        if (subscription.GrainClass is null)
            return subscription.ClientObserver is IAsyncObserver<T> observer ? deliver(observer) : Task.CompletedTask;
        CallTarget? target = null;
        return subscription.GrainClass.Send(subscription.Key, new Delivery<T>(subscription, deliver, inline), ref target);
    }

    [SuppressMessage("Design", "CA1031", Justification = "A failing subscriber concerns neither the publisher nor the other subscribers.")]
    private Task Guard(StreamSubscription subscription, Task delivery)
    {
        return delivery.IsCompletedSuccessfully ? delivery : GuardSlowly();

        async Task GuardSlowly()
        {
            try
            {
                await delivery;
            }
            catch (Exception failure)
            {
                engine.Log.DeliveryFailed(failure, subscription.ToString(), id);
            }
        }
    }

    private sealed class Delivery<T>(StreamSubscription subscription, Func<IAsyncObserver<T>, Task> deliver, bool inline) : GrainVoidRequest
    {
        private static readonly GrainMethod Description = new("stream");

        protected internal override GrainMethod Method => Description;

        internal override bool MayRunInline => inline;

        // A publisher stops waiting for a subscriber that is busy for long; the item is not lost to it.
        internal override bool RunsAnyway => true;

        protected internal override Task Invoke(object grain)
        {
            var activation = (Activation.GrainActivation)Target!;
            if (activation.ObserverOf(subscription) is { } observer)
                return deliver((IAsyncObserver<T>)observer);
            activation.Class.Engine.Log.NotResumed(activation.GrainId, subscription.Stream);
            return Task.CompletedTask;
        }
    }
}
