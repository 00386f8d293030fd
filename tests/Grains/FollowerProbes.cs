using System.Collections.Concurrent;

namespace TradingBot.Tests.Grains;

/// <summary>What the test's followers have received, and what they shall do; outlives the process under test.</summary>
public sealed class FollowerProbes
{
    private readonly ConcurrentDictionary<string, FollowerProbe> _probes = new();

    public FollowerProbe this[string key] => _probes.GetOrAdd(key, static _ => new());
}
