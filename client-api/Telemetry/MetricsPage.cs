using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace TradingBot.ClientApi.Telemetry;

/// <summary>All metrics as text for a scraper, collected when it asks.</summary>
internal sealed class MetricsPage : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Exporter _exporter = new();

    public MetricsPage() => Reader = new BaseExportingMetricReader(_exporter);

    /// <summary>What the meter provider fills the page through.</summary>
    public MetricReader Reader { get; }

    /// <summary>The page.</summary>
    /// <param name="openMetrics">OpenMetrics 1.0 with exemplars; else the Prometheus text format 0.0.4.</param>
    public string Render(bool openMetrics)
    {
        lock (_gate)
        {
            _exporter.Text = new(openMetrics);
            _exporter.Collect!(Timeout.Infinite);
            return _exporter.Text.End();
        }
    }

    public void Dispose()
    {
        Reader.Dispose();
        _exporter.Dispose();
    }

    [ExportModes(ExportModes.Pull)]
    private sealed class Exporter : BaseExporter<Metric>, IPullMetricExporter
    {
        public MetricsText Text { get; set; } = new(false);

        public Func<int, bool>? Collect { get; set; }

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
                Text.Add(metric);
            return ExportResult.Success;
        }
    }
}
