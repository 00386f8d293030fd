namespace TradingBot.ClientApi.Health;

/// <summary>A process's metrics.</summary>
/// <param name="Process">Names it.</param>
/// <param name="AtMs">When they were read, milliseconds UTC.</param>
/// <param name="Metrics">In the Prometheus text format.</param>
internal sealed record ProcessMetrics(string Process, long AtMs, string Metrics);
