using System.Diagnostics.Metrics;

namespace TradingBot.Engine.Hosting;

/// <summary>The engine's counters as the meter <c>TradingBot.Engine</c>.</summary>
internal sealed class EngineMetrics : IDisposable
{
    private readonly Meter _meter = new("TradingBot.Engine");

    public EngineMetrics(IEngineStatistics engine)
    {
        _meter.CreateObservableGauge(
            "tradingbot.activations", () => engine.ActivationsByType.Select(static t => Of(t.Value, "type", t.Key)), "{activation}", "Grains in memory, by type.");
        _meter.CreateObservableCounter("tradingbot.grain.calls", () => engine.Calls, "{call}", "Grain calls begun.");
        _meter.CreateObservableGauge("tradingbot.grain.calls.pending", () => engine.PendingCalls, "{call}", "Grain calls that run or wait.");
        _meter.CreateObservableCounter(
            "tradingbot.grain.calls.failed", () => engine.FailedCalls.Select(static m => Of(m.Value, "method", m.Key)), "{call}", "Grain calls that failed, by method.");
        _meter.CreateObservableCounter(
            "tradingbot.grain.calls.slow", () => engine.SlowCalls.Select(static m => Of(m.Value, "method", m.Key)), "{call}", "Grain calls that took longer than 250 ms, by method.");
        _meter.CreateObservableGauge("tradingbot.storage.healthy", () => engine.StorageHealthy ? 1 : 0, "{store}", "1 while the last write to the data folder succeeded.");
    }

    public void Dispose() => _meter.Dispose();

    private static Measurement<long> Of(long value, string label, string name) => new(value, new KeyValuePair<string, object?>(label, name));
}
