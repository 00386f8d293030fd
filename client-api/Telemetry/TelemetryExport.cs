using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace TradingBot.ClientApi.Telemetry;

/// <summary>Runs the OpenTelemetry providers for as long as the service runs, and sends what is left at the end.</summary>
internal sealed class TelemetryExport(MetricsPage page) : IHostedService, IDisposable
{
    // The HTTP client's own spans are left out: a bot token is part of an address.
    private static readonly string[] Sources = ["TradingBot.*", "Microsoft.AspNetCore", "Microsoft.Orleans.Application"];
    private static readonly string[] Meters = ["TradingBot.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Microsoft.Orleans"];

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public static bool HasEndpoint => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var metrics = Sdk.CreateMeterProviderBuilder().AddMeter(Meters).SetExemplarFilter(ExemplarFilterType.TraceBased).AddReader(page.Reader);
        if (HasEndpoint)
        {
            metrics.AddOtlpExporter();
            _traces = Sdk.CreateTracerProviderBuilder().AddSource(Sources).AddOtlpExporter().Build();
        }

        _metrics = metrics.Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.ForceFlush();
        _metrics?.ForceFlush();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}
