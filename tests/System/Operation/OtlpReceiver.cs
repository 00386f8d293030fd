using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TradingBot.Tests.System.Operation;

/// <summary>An OpenTelemetry collector on loopback that keeps the spans it is sent (OTLP over HTTP, protobuf).</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ReceivedSpan> _spans = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _metrics = new(StringComparer.Ordinal);

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public IReadOnlyCollection<ReceivedSpan> Spans => [.. _spans.Values];

    public IReadOnlyCollection<string> Metrics => [.. _metrics.Keys];

    /// <summary>The environment that sends a service's telemetry here.</summary>
    public (string Name, string Value)[] Environment =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
    ];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            receiver.Take(signal, body.ToArray());
            return Results.Bytes([], "application/x-protobuf");
        });
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // ExportTraceServiceRequest and ExportMetricsServiceRequest: resource (1) > scope (2) > span or metric (2).
    private void Take(string signal, byte[] body)
    {
        var items = ProtobufField.Read(body).Where(static f => f.Number == 1)
            .SelectMany(static resource => ProtobufField.Read(resource.Bytes)).Where(static f => f.Number == 2)
            .SelectMany(static scope => ProtobufField.Read(scope.Bytes)).Where(static f => f.Number == 2);
        foreach (var item in items)
        {
            var fields = ProtobufField.Read(item.Bytes).ToList();
            if (signal == "metrics")
                _metrics[Encoding.UTF8.GetString(fields.Single(static f => f.Number == 1).Bytes.Span)] = 0;
            else if (signal == "traces" && ReceivedSpan.From(fields) is var span)
                _spans[span.Id] = span;
        }
    }
}
