using System.Net;
using Spectre.Console;
using TradingBot.ClientApi;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.MarketData;
using TradingBot.Grains.Backtesting;
using TradingBot.Grains.Billing;
using TradingBot.Grains.Trading.Paper;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.Payments.Razorpay;
using TradingBot.Silo.Billing;
using TradingBot.Silo.Commands;
using TradingBot.Silo.Demo;
using TradingBot.Silo.Terminal;

namespace TradingBot.Silo.Hosting;

/// <summary>Puts the service together.</summary>
internal static class ServiceHost
{
    /// <summary>The configuration of one run.</summary>
    /// <param name="Demo">Set up and show the demo users.</param>
    /// <param name="Settings">Settings from the command line.</param>
    public sealed record Run(bool Demo, IReadOnlyDictionary<string, string?> Settings);

    /// <summary>Makes the service, not yet started.</summary>
    /// <exception cref="UsageException">A setting has an impossible value.</exception>
    public static WebApplication Build(Run run, TextWriter output)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        if (run.Demo)
            builder.Configuration.AddInMemoryCollection(DemoDefaults);
        builder.Configuration.AddInMemoryCollection(run.Settings);

        var http = Read<HttpOptions>(builder.Configuration, "Http");
        var data = Read<DataOptions>(builder.Configuration, "Data");
        var marketData = Read<MarketDataOptions>(builder.Configuration, MarketDataOptions.Section);
        if (marketData.Validate() is [var wrong, ..])
            throw new UsageException(wrong);
        var binance = Read<BinanceOptions>(builder.Configuration, BinanceOptions.Section);
        if (binance.Validate() is [var wrongBinance, ..])
            throw new UsageException(wrongBinance);
        var paper = Read<PaperOptions>(builder.Configuration, PaperOptions.Section);
        if (paper.Validate() is [var wrongPaper, ..])
            throw new UsageException(wrongPaper);
        var razorpay = Read<RazorpayOptions>(builder.Configuration, RazorpayOptions.Section);
        var billing = Read<BillingOptions>(builder.Configuration, BillingOptions.Section);
        if (razorpay.Validate().Concat(billing.Validate(razorpay.IsConfigured)).FirstOrDefault() is { } wrongBilling)
            throw new UsageException(wrongBilling);

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(AddressOf(http), PortOf(http)));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddBinance(binance, marketData.Source);
        builder.Services.AddMarketData(marketData);
        builder.Services.AddSingleton<SymbolDirectory>();
        builder.Services.AddSingleton(StrategyCatalog.BuiltIn);
        builder.Services.AddSingleton(paper);
        builder.Services.AddSingleton<BacktestRunner>();
        builder.Services.AddBilling(billing, razorpay, Path.GetFullPath(data.Directory));
        builder.AddGrainEngine(Path.GetFullPath(data.Directory));
        builder.Services.AddClientApi();
        builder.Services.AddSingleton(s => ActivatorUtilities.CreateInstance<AdminAccess>(s, Path.GetFullPath(data.Directory)));
        builder.Services.AddHostedService<ResumeService>();
        if (run.Demo)
            AddDemo(builder, output);

        var app = builder.Build();
        app.MapClientApi();
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

    private static T Read<T>(ConfigurationManager configuration, string section)
        where T : class, new()
    {
        try
        {
            return configuration.GetSection(section).Get<T>() ?? new();
        }
        catch (InvalidOperationException e)
        {
            // "Failed to convert configuration value 'abc' at 'Http:Port' ...: why"; the parameter's name means nothing to users.
            var cause = e.InnerException?.Message.Replace(" (Parameter 'value')", "", StringComparison.Ordinal);
            throw new UsageException(cause is null ? e.Message : $"{e.Message.TrimEnd('.')}: {cause}");
        }
    }

    private static IPAddress AddressOf(HttpOptions http) =>
        IPAddress.TryParse(http.Bind, out var address)
            ? address
            : throw new UsageException($"Http:Bind is '{http.Bind}', which is not an IP address.");

    private static int PortOf(HttpOptions http) =>
        http.Port is >= 0 and <= IPEndPoint.MaxPort
            ? http.Port
            : throw new UsageException($"Http:Port is {http.Port}; it must be 0 to {IPEndPoint.MaxPort}.");
}
