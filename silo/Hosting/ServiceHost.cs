using System.Net;
using Microsoft.Extensions.Logging.Console;
using Npgsql;
using Spectre.Console;
using TradingBot.ClientApi.Health;
using TradingBot.ClientApi.Limits;
using TradingBot.ClientApi.Telegram;
using TradingBot.ClientApi.Telemetry;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.Binance.Streams;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Secrets;
using TradingBot.Grains.Billing;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Paper;
using TradingBot.Payments.Razorpay;
using TradingBot.Secrets;
using TradingBot.Silo.Billing;
using TradingBot.Silo.Cluster;
using TradingBot.Silo.Commands;
using TradingBot.Silo.Demo;
using TradingBot.Silo.Journal;
using TradingBot.Silo.Logging;
using TradingBot.Silo.Terminal;

namespace TradingBot.Silo.Hosting;

/// <summary>Puts the service together.</summary>
internal static class ServiceHost
{
    /// <summary>The configuration of one run.</summary>
    /// <param name="Demo">Set up and show the demo users.</param>
    /// <param name="Settings">Settings from the command line.</param>
    /// <param name="Time">The clock; the machine's when it is left out.</param>
    public sealed record Run(bool Demo, IReadOnlyDictionary<string, string?> Settings, TimeProvider? Time = null);

    /// <summary>Makes the service, not yet started.</summary>
    /// <exception cref="UsageException">A setting has an impossible value.</exception>
    public static WebApplication Build(Run run, TextWriter output)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        if (run.Demo)
            builder.Configuration.AddInMemoryCollection(DemoDefaults);
        builder.Configuration.AddInMemoryCollection(run.Settings);

        var http = Read<HttpOptions>(builder.Configuration, "Http", static o => o.Validate());
        var data = Read<DataOptions>(builder.Configuration, "Data");
        var marketData = Read<MarketDataOptions>(builder.Configuration, MarketDataOptions.Section, static o => o.Validate());
        var binance = Read<BinanceOptions>(builder.Configuration, BinanceOptions.Section, static o => o.Validate());
        var paper = Read<PaperOptions>(builder.Configuration, PaperOptions.Section, static o => o.Validate());
        var razorpay = Read<RazorpayOptions>(builder.Configuration, RazorpayOptions.Section, static o => o.Validate());
        var billing = Read<BillingOptions>(builder.Configuration, BillingOptions.Section, o => o.Validate(razorpay.IsConfigured));
        var telegram = Read<TelegramOptions>(builder.Configuration, TelegramOptions.Section, static o => o.Validate());
        var journal = Read<JournalOptions>(builder.Configuration, JournalOptions.Section, static o => o.Validate());
        var storage = Read<StorageSettings>(builder.Configuration, StorageSettings.Section, static o => o.Validate());
        var cluster = Read<ClusterSettings>(builder.Configuration, ClusterSettings.Section, static o => o.Validate());

        var secrets = MasterKeyFile.Load(
            Read<SecretsOptions>(builder.Configuration, SecretsOptions.Section), Path.GetFullPath(data.Directory));

        var telemetry = Read<TelemetryOptions>(builder.Configuration, TelemetryOptions.Section, static o => o.Validate());
        var logFiles = Read<LogFileOptions>(builder.Configuration, LogFileOptions.Section, static o => o.Validate());

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(AddressOf(http), PortOf(http));
            if (telemetry.MetricsPort > 0)
                kestrel.Listen(AddressOf(http), telemetry.MetricsPort);
        });
        if (logFiles.Enabled)
        {
            var folder = Path.GetFullPath(logFiles.Directory.Length > 0 ? logFiles.Directory : Path.Combine(data.Directory, "logs"));
            builder.Logging.AddLogFiles(folder, logFiles);
            builder.Services.AddSingleton<ILogTail>(new LogTail(folder));
        }

        // The slim builder insists on its own format.
        builder.Services.PostConfigure<ConsoleLoggerOptions>(console =>
            console.FormatterName = builder.Configuration["Logging:Console:FormatterName"] ?? console.FormatterName);
        builder.AddTelemetry(telemetry);
        var redactor = new SecretRedactor(
            [secrets.Key.Export(), secrets.Other?.Export(), razorpay.KeySecret, razorpay.WebhookSecret, razorpay.PreviousWebhookSecret,
                telegram.BotToken, telegram.WebhookSecret, ..PasswordsOf(journal, storage)]);
        CrashReport.Use(redactor);
        builder.Logging.Redact(redactor);
        builder.Services.AddSingleton(Read<LimitOptions>(builder.Configuration, LimitOptions.Section, static o => o.Validate()));
        builder.Services.Configure<ForwardedHeadersOptions>(http.Trust);
        builder.Services.AddSingleton(run.Time ?? TimeProvider.System);
        if (marketData.Record.Length > 0)
            builder.Services.AddSingleton(s => new FrameRecorder(Path.GetFullPath(marketData.Record), s.GetRequiredService<TimeProvider>()));
        builder.Services.AddBinance(binance, marketData.Source);
        builder.Services.AddMarketData(marketData);
        builder.Services.AddTrading(paper, Read<TradingOptions>(builder.Configuration, TradingOptions.Section));
        builder.Services.AddBilling(billing, razorpay);
        var engine = new EngineSettings(Path.GetFullPath(data.Directory), journal, storage, cluster, HasOwnKey: secrets.OwnPath is not null);
        builder.AddGrainEngine(engine);
        KillingFaultPoints.AddTo(builder.Services);
        builder.Services.AddSecrets(secrets);
        builder.AddEndpoints(engine, telegram);
        Drain.AddTo(builder.Services, http);
        builder.Services.AddSingleton(s => ActivatorUtilities.CreateInstance<OutsideComponents>(s, engine.DataDirectory));
        builder.Services.AddSingleton<IComponentSource>(static s => s.GetRequiredService<OutsideComponents>());
        builder.Services.AddHostedService<ServiceModeWatch>();
        if (run.Demo)
            AddDemo(builder, output);

        var app = builder.Build();
        app.MapEndpoints();
        return app;
    }

    // High speed, so that a newcomer sees trades within seconds.
    private static Dictionary<string, string?> DemoDefaults => new() { ["MarketData:Speed"] = "600" };

    private static void AddDemo(WebApplicationBuilder builder, TextWriter output)
    {
        var isTerminal = !Console.IsOutputRedirected && ReferenceEquals(output, Console.Out);
        if (isTerminal)
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<ITraderDisplay>(isTerminal
            ? new LiveTraderDisplay(AnsiConsole.Console, "Ctrl-C stops; the same command goes on where it was.")
            : new PlainTraderDisplay(output));
        builder.Services.AddHostedService<DemoService>();
    }

    // After the engine, which the check asks, and before everything that could seal or open.
    private static void AddSecrets(this IServiceCollection services, MasterKeyFile secrets)
    {
        services.AddSingleton(secrets);
        services.AddSingleton(new SecretVault(secrets.Key, secrets.Other));
        services.AddHostedService<MasterKeyCheck>();
        services.AddSingleton<MasterKeyRotation>();
        services.AddSingleton<IMasterKeyRotation>(static s => s.GetRequiredService<MasterKeyRotation>());
        services.AddHostedService(static s => s.GetRequiredService<MasterKeyRotation>());
    }

    private static T Read<T>(ConfigurationManager configuration, string section, Func<T, IEnumerable<string>>? validate = null)
        where T : class, new()
    {
        try
        {
            var options = configuration.GetSection(section).Get<T>() ?? new();
            return validate?.Invoke(options).FirstOrDefault() is { } wrong ? throw new UsageException(wrong) : options;
        }
        catch (InvalidOperationException e)
        {
            // "Failed to convert configuration value 'abc' at 'Http:Port' ...: why"; the parameter's name means nothing to users.
            var cause = e.InnerException?.Message.Replace(" (Parameter 'value')", "", StringComparison.Ordinal);
            throw new UsageException(cause is null ? e.Message : $"{e.Message.TrimEnd('.')}: {cause}");
        }
    }

    private static IEnumerable<string?> PasswordsOf(JournalOptions journal, StorageSettings storage) =>
        new[] { journal.ConnectionString, storage.ConnectionString }.Where(static s => !string.IsNullOrEmpty(s)).Select(static s => new NpgsqlConnectionStringBuilder(s).Password);

    private static IPAddress AddressOf(HttpOptions http) =>
        IPAddress.TryParse(http.Bind, out var address)
            ? address
            : throw new UsageException($"Http:Bind is '{http.Bind}', which is not an IP address.");

    private static int PortOf(HttpOptions http) =>
        http.Port is >= 0 and <= IPEndPoint.MaxPort
            ? http.Port
            : throw new UsageException($"Http:Port is {http.Port}; it must be 0 to {IPEndPoint.MaxPort}.");
}
