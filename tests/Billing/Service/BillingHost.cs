using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Accounts;
using TradingBot.Audit;
using TradingBot.Billing;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Secrets;
using TradingBot.Grains.Billing;
using TradingBot.Grains.Trading;
using TradingBot.Payments;
using TradingBot.Payments.Razorpay;
using TradingBot.Silo.Billing;
using TradingBot.Silo.Hosting;
using TradingBot.Tests.Billing.Rules;
using TradingBot.Tests.Billing.Server;

namespace TradingBot.Tests.Billing.Service;

/// <summary>
/// The service's grains on a database of their own and a clock that the test moves, with Razorpay's server over real HTTP. Requests
/// to it have the real clock, by which they time out.
/// </summary>
public sealed class BillingHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly BillingOptions _billing;
    private readonly RazorpayOptions _razorpay;
    private readonly MasterKey _master = MasterKey.Create();
    private IHost? _host;

    private BillingHost(RazorpayServer server, ManualTimeProvider time, BillingOptions billing, Action<RazorpayOptions>? keys)
    {
        (Server, Time, _billing) = (server, time, billing);
        _razorpay = new()
        {
            KeyId = RazorpayServer.KeyId, KeySecret = RazorpayServer.KeySecret, WebhookSecret = RazorpayServer.WebhookSecret,
            PreviousWebhookSecret = RazorpayServer.OldWebhookSecret, ApiBaseUrl = server.ApiBaseUrl, TimeoutMs = 1_000,
        };
        keys?.Invoke(_razorpay);
    }

    public RazorpayServer Server { get; }

    public ManualTimeProvider Time { get; }

    public IGrainFactory Grains => _host!.Services.GetRequiredService<IGrainFactory>();

    /// <summary>The operator's view. The tables follow within a second, which passes here.</summary>
    public IBillingOfficeGrain Office
    {
        get
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return Grains.GetGrain<IBillingOfficeGrain>(IBillingOfficeGrain.Key);
        }
    }

    /// <summary>The audit trail. It follows within a second, which passes here.</summary>
    public IAuditBookGrain Audit
    {
        get
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return Grains.GetGrain<IAuditBookGrain>(IAuditBookGrain.Key);
        }
    }

    internal IBillingRecords Records => _host!.Services.GetRequiredService<IBillingRecords>();

    public long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    public static async Task<BillingHost> StartAsync(Action<BillingOptions>? terms = null, Action<RazorpayOptions>? keys = null)
    {
        var time = new ManualTimeProvider();
        var host = new BillingHost(await RazorpayServer.StartAsync(time), time, Terms.Options(terms), keys);
        await host.StartAgainAsync();
        return host;
    }

    public async Task StartAgainAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddMarketData(new() { Speed = 0.001 });
        builder.Services.AddBinance(new(), MarketDataSource.Simulated);
        builder.Services.AddSingleton(new SecretVault(_master));
        builder.Services.AddTrading(new(), new());
        builder.Services.AddBilling(_billing, _razorpay);
        builder.Services.AddSingleton<IPaymentProvider>(new RazorpayClient(_razorpay, TimeProvider.System));
        builder.Services.AddGrainsAndJournal(_folder.Root);
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task StopAsync()
    {
        await _host!.StopAsync();
        _host.Dispose();
        _host = null;
    }

    /// <summary>Ends the process without letting anybody finish or save anything.</summary>
    public void Kill()
    {
        _host!.Dispose();
        _host = null;
    }

    /// <summary>The files of the data folder.</summary>
    public IReadOnlyList<(string Name, byte[] Bytes)> Files =>
        [.. Directory.GetFiles(_folder.Root).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))];

    /// <summary>From the next start on the keys are live ones.</summary>
    public void UseLiveKeys() => (_razorpay.Mode, _razorpay.KeyId) = (RazorpayMode.Live, "rzp_live_AbCdEfGh123456");

    public IBillingGrain Of(string user) => Grains.GetGrain<IBillingGrain>(user);

    /// <summary>Makes a user; on trial from now on, and known to the payment provider if asked for.</summary>
    public async Task<IBillingGrain> NewUserAsync(string user, bool withCustomer = true, string? timeZone = null)
    {
        await Grains.GetGrain<IUserGrain>(user).CreateAsync(UserRole.Trader);
        if (withCustomer)
            (await Of(user).SetCustomerAsync(new("Asha Rao", $"{user}@example.com", "+919876543210"), timeZone)).Errors.ShouldBeEmpty();
        return Of(user);
    }

    /// <summary>Opens a link and gives it as the server has it.</summary>
    public async Task<ServerLink> OpenLinkAsync(string user, string plan = "standard")
    {
        var result = await Of(user).OpenLinkAsync(plan);
        result.Errors.ShouldBeEmpty();
        return Server.Links.Single(l => l.Reference == result.View.OpenLink!.Reference);
    }

    /// <summary>Delivers webhooks, and waits until the subscription has taken them.</summary>
    public async Task DeliverAsync(params ServerEvent[] events)
    {
        foreach (var one in events)
        {
            var verdict = await Grains.GetGrain<IPaymentNewsGrain>(IPaymentNewsGrain.Key)
                .TakeWebhookAsync([.. one.Body], RazorpaySignature.Sign(RazorpayServer.WebhookSecret, one.Body), one.Id);
            verdict.ShouldBe(DeliveryVerdict.Taken);
        }
    }

    /// <summary>Asks until the answer is enough. The clock stands still, and timers that are due at once come.</summary>
    public Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isEnough, [CallerArgumentExpression(nameof(isEnough))] string goal = "") => Poll.UntilAsync(
        () =>
        {
            Time.Advance(TimeSpan.Zero);
            return ask();
        },
        isEnough,
        goal: goal);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await StopAsync();
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
