using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TradingBot.Silo.Cluster;

/// <summary>Of a cluster's grains, calls and storage what the embedded engine tells of its own, under the same names; listed in docs/telemetry.md.</summary>
internal sealed class GrainCallMetrics : IDisposable
{
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(250);

    private readonly Meter _meter = new("TradingBot.Engine");
    private readonly Counter<long> _calls;
    private readonly UpDownCounter<long> _pending;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _slow;
    private volatile object? _storage;
    private volatile IReadOnlyDictionary<string, int> _activations = new Dictionary<string, int>(StringComparer.Ordinal);

    public GrainCallMetrics()
    {
        _calls = _meter.CreateCounter<long>("tradingbot.grain.calls", "{call}", "Grain calls begun.");
        _pending = _meter.CreateUpDownCounter<long>("tradingbot.grain.calls.pending", "{call}", "Grain calls that run or wait.");
        _failed = _meter.CreateCounter<long>("tradingbot.grain.calls.failed", "{call}", "Grain calls that failed, by method.");
        _slow = _meter.CreateCounter<long>("tradingbot.grain.calls.slow", "{call}", "Grain calls that took longer than 250 ms, by method.");
        _meter.CreateObservableGauge(
            "tradingbot.activations", () => _activations.Select(static t => new Measurement<long>(t.Value, new KeyValuePair<string, object?>("type", t.Key))),
            "{activation}", "Grains in memory, by type.");
        _meter.CreateObservableGauge(
            "tradingbot.storage.healthy", () => _storage is bool isHealthy ? [new Measurement<int>(isHealthy ? 1 : 0)] : Enumerable.Empty<Measurement<int>>(),
            "{store}", "1 while the database answers.");
    }

    /// <summary>Runs a call and counts it.</summary>
    public async Task CountAsync(string method, Func<Task> call)
    {
        var begun = Stopwatch.GetTimestamp();
        _calls.Add(1);
        _pending.Add(1);
        try
        {
            await call();
        }
        catch
        {
            _failed.Add(1, new KeyValuePair<string, object?>("method", method));
            throw;
        }
        finally
        {
            _pending.Add(-1);
            if (Stopwatch.GetElapsedTime(begun) >= Slow)
                _slow.Add(1, new KeyValuePair<string, object?>("method", method));
        }
    }

    /// <summary>The silo's activations, by type.</summary>
    public void Show(IReadOnlyDictionary<string, int> activations) => _activations = activations;

    /// <summary>Whether the database has answered.</summary>
    public void ShowStorage(bool isHealthy) => _storage = isHealthy;

    public void Dispose() => _meter.Dispose();
}
