using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Streams;
using TradingBot.Engine.Activation;
using TradingBot.Engine.Storage;

namespace TradingBot.Engine.Streams;

/// <summary>All streams, and the subscriptions of grains that the database keeps.</summary>
internal sealed class StreamHub(GrainEngine engine, IEnumerable<string> providers)
{
    private readonly HashSet<string> _providers = new(providers, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Provider, StreamId Id), StreamChannel> _channels = new();

    public void Load()
    {
        var rows = engine.Store.Read(static connection => Sql.Query(
            connection,
            "SELECT id, provider, namespace, stream, type, key FROM grain_subscription ORDER BY id",
            static row => (Id: row.GetGuid(0), Provider: row.GetString(1), Namespace: row.IsDBNull(2) ? null : row.GetString(2),
                Stream: row.GetString(3), Type: row.GetString(4), Key: row.GetString(5))));
        foreach (var row in rows)
        {
            var stream = StreamId.Create(row.Namespace, row.Stream);
            if (engine.ClassOf(row.Type) is { } grainClass)
                Channel(row.Provider, stream).Add(new(row.Id, stream, grainClass, row.Key));
            else
                engine.Log.UnknownGrainType("stream subscription", row.Type);
        }
    }

    public IStreamProvider Provider(string name, GrainActivation? activation) =>
        _providers.Contains(name)
            ? new StreamProvider(this, name, activation)
            : throw new KeyNotFoundException($"There is no stream provider '{name}' (there are: {string.Join(", ", _providers)}).");

    public StreamChannel Channel(string provider, StreamId id) =>
        _channels.GetOrAdd((provider, id), static (key, engine) => new(engine, key.Id), engine);

    public async Task<StreamSubscription> SubscribeAsync(string provider, StreamChannel channel, GrainActivation? activation, object observer)
    {
        // Ordered by time, so that subscribers keep their order over a restart.
        var subscription = new StreamSubscription(Guid.CreateVersion7(engine.TimeProvider.GetUtcNow()), channel.Id, activation?.Class, activation?.Key ?? "");
        Attach(subscription, activation, observer);
        if (activation is not null)
        {
            await engine.Store.WriteAsync(connection => Sql.Execute(
                connection,
                "INSERT INTO grain_subscription (id, provider, namespace, stream, type, key) VALUES ($id, $provider, $namespace, $stream, $type, $key)",
                ("$id", subscription.Id.ToString()), ("$provider", provider), ("$namespace", channel.Id.GetNamespace()),
                ("$stream", channel.Id.GetKeyAsString()), ("$type", activation.Class.Name), ("$key", activation.Key)));
        }

        channel.Add(subscription);
        return subscription;
    }

    public static void Attach(StreamSubscription subscription, GrainActivation? activation, object? observer)
    {
        if (activation is null)
            subscription.ClientObserver = observer;
        else
            activation.Observe(subscription, observer);
    }

    public async Task UnsubscribeAsync(StreamChannel channel, GrainActivation? activation, StreamSubscription subscription)
    {
        if (activation is not null)
        {
            await engine.Store.WriteAsync(connection => Sql.Execute(
                connection, "DELETE FROM grain_subscription WHERE id = $id", ("$id", subscription.Id.ToString())));
        }

        channel.Remove(subscription);
        Attach(subscription, activation, null);
    }
}
