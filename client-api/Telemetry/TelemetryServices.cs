using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Telemetry;

/// <summary>Wires traces, metrics and logs to OpenTelemetry, and the scrape endpoint.</summary>
public static class TelemetryServices
{
    /// <summary>The path of the scrape endpoint.</summary>
    public const string ScrapePath = "/metrics";

    /// <summary>
    /// Adds OpenTelemetry. Traces, metrics and logs leave over OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; metrics can be
    /// scraped in any case.
    /// </summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetryOptions options)
    {
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<MetricsPage>();
        builder.Services.AddSingleton<TelemetryExport>();
        builder.Services.AddHostedService(static s => s.GetRequiredService<TelemetryExport>());

        // Logs tell which trace they belong to, also where no trace is exported.
        builder.Logging.Configure(static logging => logging.ActivityTrackingOptions =
            ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        if (TelemetryExport.HasEndpoint)
        {
            builder.Logging.AddOpenTelemetry(static logs =>
            {
                logs.IncludeFormattedMessage = true;
                logs.ParseStateValues = true;
                logs.AddOtlpExporter(static (OtlpExporterOptions _) => { });
            });
        }
    }

    /// <summary>Answers on the metrics port, where there is one: <c>/metrics</c> and nothing else. To stand before everything else.</summary>
    public static void UseMetricsPort(this WebApplication app)
    {
        if (app.Services.GetRequiredService<TelemetryOptions>().MetricsPort is not (> 0 and var port))
            return;
        var page = app.Services.GetRequiredService<MetricsPage>();

        // By the port of the connection: what the Host header says is the client's word.
        app.Use((context, next) => context.Connection.LocalPort != port ? next(context)
            : context.Request.Path == ScrapePath ? WriteAsync(context, page)
            : Problems.WriteAsync(context, 404));
    }

    /// <summary>Maps <c>/metrics</c>, for administrators.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet(ScrapePath, WriteAsync).RequireAuthorization(AccessPolicies.Operator).ExcludeFromDescription();

    private static Task WriteAsync(HttpContext context, MetricsPage page)
    {
        var openMetrics = context.Request.Headers.Accept.ToString().Contains("application/openmetrics-text", StringComparison.Ordinal);
        context.Response.ContentType = openMetrics
            ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
            : "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(page.Render(openMetrics), context.RequestAborted);
    }
}
