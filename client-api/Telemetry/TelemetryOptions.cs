namespace TradingBot.ClientApi.Telemetry;

/// <summary>The configuration section <c>Telemetry</c>. Where traces and metrics go is said by the standard <c>OTEL_*</c> variables.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Telemetry";

    /// <summary>
    /// A second HTTP port, bound like the first, on which <c>/metrics</c> answers without a token and nothing else answers: for a
    /// scraper inside the cluster. 1 to 65535; 0 (default) for none.
    /// </summary>
    public int MetricsPort { get; set; }

    /// <summary>What is wrong with the settings, each message naming its setting and limit; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate() =>
        MetricsPort is >= 0 and <= 65_535 ? [] : [$"{Section}:MetricsPort is {MetricsPort}; it must be 0 (none) to 65535."];
}
