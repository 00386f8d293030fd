using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Display;

namespace TradingBot.Silo.Logging;

/// <summary>
/// Rolling log files by component, so that a question about orders is not answered among the lines of the market data. What no
/// other component claims goes to <c>service.log</c>; errors go to <c>errors.log</c> as well. Each is a link to the dated file in use.
/// </summary>
internal static class LogFiles
{
    private const string Rest = "service";
    private const string Errors = "errors";

    // The longest prefix of the log category that fits decides.
    private static readonly (string Category, string File)[] Components =
    [
        ("TradingBot.ClientApi", "api"), ("Microsoft.AspNetCore", "api"),
        ("TradingBot.Grains", "trading"), ("TradingBot.Exchange", "trading"), ("TradingBot.Simulator", "trading"),
        ("TradingBot.Grains.MarketData", "marketdata"), ("TradingBot.Exchange.MarketData", "marketdata"),
        ("TradingBot.Exchange.Replay", "marketdata"), ("TradingBot.Exchange.Binance.Streams", "marketdata"),
        ("TradingBot.ClientApi.Telegram", "telegram"), ("TradingBot.Grains.Notifications", "telegram"),
        ("TradingBot.ClientApi.Billing", "billing"), ("TradingBot.Grains.Billing", "billing"),
    ];

    /// <summary>The files' names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Components.Select(static c => c.File).Append(Rest).Append(Errors).Distinct(StringComparer.Ordinal)];

    /// <summary>Adds the files; levels are those of <c>Logging:LogLevel</c>.</summary>
    /// <param name="logging">The logging of the host.</param>
    /// <param name="folder">Made if missing.</param>
    /// <param name="options">Validated settings.</param>
    public static void AddLogFiles(this ILoggingBuilder logging, string folder, LogFileOptions options)
    {
        var configuration = new LoggerConfiguration().MinimumLevel.Verbose().Enrich.FromLogContext();
        foreach (var file in Names.Where(static n => n != Errors))
            configuration.WriteTo.Logger(part => Write(part.Filter.ByIncludingOnly(e => FileOf(e) == file), folder, file, options));
        configuration.WriteTo.Logger(part => Write(part.MinimumLevel.Error(), folder, Errors, options));
        
        // As a provider like any other, so that the host's filters hold.
        logging.AddProvider(new SerilogLoggerProvider(configuration.CreateLogger(), dispose: true));
    }

    /// <summary>The component that a log category belongs to.</summary>
    internal static string ComponentOf(string category)
    {
        var (longest, component) = (0, Rest);
        foreach (var (prefix, file) in Components)
        {
            if (prefix.Length > longest && category.StartsWith(prefix, StringComparison.Ordinal) && (category.Length == prefix.Length || category[prefix.Length] == '.'))
                (longest, component) = (prefix.Length, file);
        }

        return component;
    }

    private static string FileOf(LogEvent entry) =>
        entry.Properties.TryGetValue(Constants.SourceContextPropertyName, out var context) && context is ScalarValue { Value: string category }
            ? ComponentOf(category)
            : Rest;

    private static void Write(LoggerConfiguration part, string folder, string file, LogFileOptions options) => part.WriteTo.File(
        new MessageTemplateTextFormatter(
            "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffZ} {Level:u3} {SourceContext}: {Message:l} {TraceId}{NewLine}{Exception}",
            System.Globalization.CultureInfo.InvariantCulture),
        Path.Combine(folder, file + "-.log"),
        rollingInterval: RollingInterval.Day, rollOnFileSizeLimit: true, fileSizeLimitBytes: options.MaxFileMegabytes * 1024L * 1024L,
        retainedFileCountLimit: options.MaxFiles, retainedFileTimeLimit: TimeSpan.FromDays(options.MaxDays),
        hooks: new LatestFileLink(Path.Combine(folder, file + ".log")));
}
