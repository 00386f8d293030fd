using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace TradingBot.Tests.Api;

/// <summary>Every address of the service with who may use it. An address without a line here fails the tests.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The route.</param>
/// <param name="Who">The policy: trader, operator, admin; or anybody, code, signature, where no token is asked for.</param>
/// <param name="Scope">The least scope of a token that is let in.</param>
/// <param name="Reach">How a trader could mean another's: user (by ?user=), id (by the path), none (there is no way to say it).</param>
internal sealed record AccessLine(HttpMethod Method, string Path, string Who, string Scope, string Reach)
{
    private const string Table = """
        GET    /healthz/live                                          anybody   -     -
        GET    /healthz/ready                                         anybody   -     -
        GET    /openapi/{documentName}.json                           anybody   -     -
        GET    /                                                      anybody   -     -
        GET    /web/page.css                                          anybody   -     -
        GET    /web/page.js                                           anybody   -     -
        GET    /docs                                                  anybody   -     -
        GET    /docs/docs.css                                         anybody   -     -
        GET    /docs/docs.js                                          anybody   -     -
        GET    /api/v1/me                                             trader    read  none
        GET    /api/v1/me/exchange-keys                               trader    read  none
        GET    /api/v1/me/exchange-keys/{venue}                       trader    read  none
        PUT    /api/v1/me/exchange-keys/{venue}                       trader    admin none
        DELETE /api/v1/me/exchange-keys/{venue}                       trader    admin none
        GET    /metrics                                               operator  read  -
        GET    /health                                                operator  read  -
        GET    /health/processes                                      operator  read  -
        GET    /dashboard                                             anybody   -     -
        GET    /dashboard/dashboard.css                               anybody   -     -
        GET    /dashboard/dashboard.js                                anybody   -     -
        GET    /api/v1/me/telegram                                    trader    read  none
        POST   /api/v1/me/telegram                                    trader    admin none
        DELETE /api/v1/me/telegram                                    trader    admin none
        GET    /api/v1/me/risk                                        trader    read  user
        PUT    /api/v1/me/risk                                        trader    trade user
        POST   /api/v1/me/risk/reset-drawdown                         trader    trade user
        GET    /api/v1/me/kill-switch                                 trader    read  user
        PUT    /api/v1/me/kill-switch                                 trader    trade user
        DELETE /api/v1/me/kill-switch                                 trader    trade user
        GET    /api/v1/admin/service                                  operator  read  -
        PUT    /api/v1/admin/service                                  operator  admin -
        GET    /api/v1/admin/kill-switch                              operator  read  -
        PUT    /api/v1/admin/kill-switch                              operator  admin -
        DELETE /api/v1/admin/kill-switch                              operator  admin -
        GET    /api/v1/admin/users                                    operator  read  -
        POST   /api/v1/admin/broadcast                                operator  admin -
        GET    /api/v1/users                                          admin     read  -
        POST   /api/v1/users                                          admin     admin -
        GET    /api/v1/users/{id}                                     admin     read  -
        DELETE /api/v1/users/{id}                                     admin     admin -
        POST   /api/v1/users/{id}/suspend                             admin     admin -
        POST   /api/v1/users/{id}/restore                             admin     admin -
        PUT    /api/v1/users/{id}/role                                admin     admin -
        GET    /api/v1/invites                                        admin     read  -
        POST   /api/v1/invites                                        admin     admin -
        DELETE /api/v1/invites/{id}                                   admin     admin -
        POST   /api/v1/invites/redeem                                 code      -     -
        POST   /api/v1/session                                        code      -     -
        POST   /api/v1/session/code                                   code      -     -
        DELETE /api/v1/session                                        trader    read  none
        GET    /api/v1/tokens                                         trader    read  user
        POST   /api/v1/tokens                                         trader    admin user
        DELETE /api/v1/tokens/{id}                                    trader    admin user
        GET    /api/v1/traders                                        trader    read  user
        GET    /api/v1/traders/{symbol}                               trader    read  user
        PUT    /api/v1/traders/{symbol}                               trader    trade user
        DELETE /api/v1/traders/{symbol}                               trader    trade user
        GET    /api/v1/traders/{symbol}/status                        trader    read  user
        POST   /api/v1/traders/{symbol}/start                         trader    trade user
        POST   /api/v1/traders/{symbol}/stop                          trader    trade user
        POST   /api/v1/traders/{symbol}/pause                         trader    trade user
        POST   /api/v1/traders/{symbol}/resume                        trader    trade user
        POST   /api/v1/traders/{symbol}/flatten                       trader    trade user
        GET    /api/v1/symbols                                        trader    read  none
        GET    /api/v1/strategies                                     trader    read  none
        GET    /api/v1/candles                                        trader    read  none
        GET    /api/v1/balances                                       trader    read  user
        GET    /api/v1/backtests                                      trader    read  user
        POST   /api/v1/backtests                                      trader    trade none
        GET    /api/v1/backtests/{id}                                 trader    read  id
        DELETE /api/v1/backtests/{id}                                 trader    trade id
        GET    /api/v1/backtests/{id}/trades                          trader    read  id
        GET    /api/v1/orders                                         trader    read  user
        GET    /api/v1/orders/export                                  trader    read  user
        GET    /api/v1/fills                                          trader    read  user
        GET    /api/v1/fills/export                                   trader    read  user
        GET    /api/v1/trades                                         trader    read  user
        GET    /api/v1/trades/export                                  trader    read  user
        GET    /api/v1/pnl                                            trader    read  user
        GET    /api/v1/events                                         trader    read  user
        GET    /api/v1/billing                                        trader    read  user
        GET    /api/v1/billing/plans                                  trader    read  none
        PUT    /api/v1/billing/customer                               trader    trade user
        DELETE /api/v1/billing/customer                               trader    trade user
        GET    /api/v1/billing/link                                   trader    read  user
        POST   /api/v1/billing/link                                   trader    trade user
        DELETE /api/v1/billing/link                                   trader    trade user
        POST   /api/v1/billing/link/check                             trader    trade user
        GET    /api/v1/billing/link/qr                                trader    read  user
        GET    /api/v1/billing/payments                               trader    read  user
        GET    /api/v1/billing/payments/{id}/receipt                  trader    read  id
        GET    /api/v1/admin/billing/revenue                          operator  read  -
        GET    /api/v1/admin/billing/subscriptions                    operator  read  -
        GET    /api/v1/admin/billing/subscriptions/export             operator  read  -
        GET    /api/v1/admin/billing/payments                         operator  read  -
        GET    /api/v1/admin/billing/payments/export                  operator  read  -
        POST   /api/v1/admin/master-key/rotate                        admin     admin -
        GET    /api/v1/audit                                          trader    read  user
        GET    /api/v1/audit/export                                   trader    read  user
        POST   /api/v1/admin/billing/{user}/grant                     operator  admin -
        POST   /api/v1/admin/billing/{user}/extend                    operator  admin -
        POST   /api/v1/admin/billing/{user}/payments/{id}/refund-mark operator  admin -
        GET    /once/{purpose}/{code}                                 code      -     -
        POST   /once/{purpose}/{code}                                 code      -     -
        POST   /webhooks/telegram                                     signature -     -
        POST   /webhooks/razorpay                                     signature -     -
        GET    /billing/callback/{user}                               signature -     -
        """;

    public static IReadOnlyList<AccessLine> All { get; } =
    [
        .. Table.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(l => new AccessLine(HttpMethod.Parse(l[0]), l[1], l[2], l[3], l[4])),
    ];

    /// <summary>The lines where a token is asked for.</summary>
    public static IEnumerable<AccessLine> Guarded => All.Where(l => l.Who is "trader" or "operator" or "admin");

    /// <summary>An address of the route.</summary>
    public string Address => Path.Replace("{documentName}", "v1").Replace("{symbol}", "spot:BTCUSDT").Replace("{venue}", "testnet")
        .Replace("{id}", "x").Replace("{purpose}", "keys").Replace("{code}", "x").Replace("{user}", "admin");

    public override string ToString() => $"{Method} {Path}";

    /// <summary>The route of an endpoint, as the table writes it.</summary>
    public static string RouteOf(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    /// <summary>The policy of an endpoint, as the table names it.</summary>
    public static string WhoOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            ? RouteOf(endpoint) switch
            {
                var r when r.StartsWith("/webhooks/", StringComparison.Ordinal) || r.StartsWith("/billing/callback/", StringComparison.Ordinal) => "signature",
                var r when r.StartsWith("/api/", StringComparison.Ordinal) || r.StartsWith("/once/", StringComparison.Ordinal) => "code",
                _ => "anybody",
            }
        : endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>() is [{ Policy: { } policy }] ? policy
        : "nobody has said";
}
