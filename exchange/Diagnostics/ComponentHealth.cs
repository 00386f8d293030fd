using System.Collections.Concurrent;

namespace TradingBot.Exchange.Diagnostics;

/// <summary>
/// Whether something outside this process works, as its last use has shown: the requests to a venue, its streams, a messenger. One
/// object a component and process, so that it must not be named after a user.
/// </summary>
/// <param name="name">What it is called in <c>/health</c>.</param>
public sealed class ComponentHealth(string name)
{
    private static readonly ConcurrentDictionary<string, ComponentHealth> Components = new(StringComparer.Ordinal);

    private volatile string? _problem;
    private volatile string? _lastError;
    private long _seenAt;
    private long _failedAt;

    /// <summary>All components that have been used.</summary>
    public static IEnumerable<ComponentHealth> All => Components.Values.OrderBy(static c => c.Name, StringComparer.Ordinal);

    /// <summary>The component of a name.</summary>
    public static ComponentHealth Of(string name) => Components.GetOrAdd(name, static n => new(n));

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What is wrong now; null while its last use was good.</summary>
    public string? Problem => _problem;

    /// <summary>The last error, however long ago; null for none.</summary>
    public string? LastError => _lastError;

    /// <summary>When it last worked, milliseconds UTC; 0 for never.</summary>
    public long SeenAt => Interlocked.Read(ref _seenAt);

    /// <summary>When it last failed, milliseconds UTC; 0 for never.</summary>
    public long FailedAt => Interlocked.Read(ref _failedAt);

    /// <summary>It has worked.</summary>
    public void Works(DateTimeOffset now)
    {
        _problem = null;
        Interlocked.Exchange(ref _seenAt, now.ToUnixTimeMilliseconds());
    }

    /// <summary>It has failed.</summary>
    /// <param name="reason">Why, without secrets: operators read it.</param>
    /// <param name="now">The time.</param>
    public void Fails(string reason, DateTimeOffset now)
    {
        _problem = _lastError = reason;
        Interlocked.Exchange(ref _failedAt, now.ToUnixTimeMilliseconds());
    }
}
