using System.Text.Json.Nodes;

namespace TradingBot.Simulator;

/// <summary>Everything that the simulator was asked and did, in order.</summary>
internal sealed class SimLog(TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private readonly List<string> _entries = [];

    public void Add(string kind, JsonObject details)
    {
        lock (_gate)
        {
            var entry = new JsonObject
            {
                ["seq"] = _entries.Count + 1,
                ["at"] = timeProvider.GetUtcNow().ToUnixTimeMilliseconds(),
                ["kind"] = kind,
            };
            foreach (var (name, value) in details)
                entry[name] = value?.DeepClone();
            _entries.Add(entry.ToJsonString());
        }
    }

    /// <summary>The entries behind a sequence number, as a JSON array.</summary>
    public string Read(int after)
    {
        lock (_gate)
            return $"[{string.Join(",\n", _entries.Skip(Math.Max(0, after)))}]";
    }
}
