using TradingBot.Silo.Hosting;

namespace TradingBot.Tests.Deploy;

/// <summary>The environment variables that the program reads.</summary>
internal static class EnvironmentNames
{
    /// <summary>A setting, with <c>__</c> for the colon; log levels and the console's format; or one of the standards.</summary>
    public static bool IsRead(string name) =>
        SettingsReader.Names.Contains(name.Replace("__", ":", StringComparison.Ordinal), StringComparer.Ordinal)
        || name.StartsWith("Logging__LogLevel__", StringComparison.Ordinal)
        || name is "Logging__Console__FormatterName" or "Logging__Console__FormatterOptions__IncludeScopes"
            or "OTEL_EXPORTER_OTLP_ENDPOINT" or "OTEL_SERVICE_NAME" or "DOTNET_EnableDiagnostics";
}
