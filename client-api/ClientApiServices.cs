using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Admin;
using TradingBot.ClientApi.Audit;
using TradingBot.ClientApi.Backtests;
using TradingBot.ClientApi.Balances;
using TradingBot.ClientApi.Billing;
using TradingBot.ClientApi.Candles;
using TradingBot.ClientApi.Catalog;
using TradingBot.ClientApi.Dashboard;
using TradingBot.ClientApi.Events;
using TradingBot.ClientApi.ExchangeKeys;
using TradingBot.ClientApi.Health;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Idempotency;
using TradingBot.ClientApi.Invites;
using TradingBot.ClientApi.Journal;
using TradingBot.ClientApi.Limits;
using TradingBot.ClientApi.MasterKey;
using TradingBot.ClientApi.OpenApi;
using TradingBot.ClientApi.Reports;
using TradingBot.ClientApi.Risk;
using TradingBot.ClientApi.Sessions;
using TradingBot.ClientApi.Telegram;
using TradingBot.ClientApi.Telemetry;
using TradingBot.ClientApi.Tokens;
using TradingBot.ClientApi.Traders;
using TradingBot.ClientApi.Users;
using TradingBot.ClientApi.Web;

namespace TradingBot.ClientApi;

/// <summary>Wires the HTTP API. It needs an <c>IClusterClient</c>, an <c>IExchangeKeySealer</c> and an <c>IMasterKeyRotation</c> from whoever hosts it.</summary>
public static class ClientApiServices
{
    /// <summary>Adds what the endpoints need.</summary>
    public static IServiceCollection AddClientApi(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ApiLimits.MaxDroppedBytes;
            kestrel.Limits.RequestHeadersTimeout = ApiLimits.SlowestHeaders;
        });
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(static routing => routing.ThrowOnBadRequest = true);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new EventOptions());
        services.AddSingleton<EventHub>();
        services.AddHealth();
        services.AddAccess();
        services.AddRequestLimits();
        services.AddApiDescription();
        return services;
    }

    /// <summary>Maps the endpoints and what stands before them.</summary>
    public static WebApplication MapClientApi(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMetricsPort();
        app.Use(static (context, next) =>
        {
            SecurityHeaders.Set(context.Response);
            return next(context);
        });
        app.UseMiddleware<ErrorHandling>();
        app.UseMiddleware<AddressGuard>();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseMiddleware<IdempotentRequests>();

        app.MapProbes();
        app.MapHealth();
        app.MapMetrics();
        app.MapDashboard();
        app.MapApiDescription();
        app.MapWebPage();
        app.MapMe();
        app.MapExchangeKeys();
        app.MapUsers();
        app.MapInvites();
        app.MapTokens();
        app.MapSession();
        app.MapTraders();
        app.MapMyRisk();
        app.MapService();
        app.MapAdmin();
        app.MapSymbols();
        app.MapStrategies();
        app.MapCandles();
        app.MapBalances();
        app.MapBacktests();
        app.MapJournal();
        app.MapPnl();
        app.MapEvents();
        app.MapBilling();
        app.MapBillingOffice();
        app.MapAudit();
        app.MapMasterKey();
        app.MapRazorpay();
        app.MapTelegram();
        return app;
    }
}
