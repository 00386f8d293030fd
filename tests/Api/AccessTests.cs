using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace TradingBot.Tests.Api;

/// <summary>Who gets in, and to what.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    // Every address of the service with who may use it. An address without a line here fails the test.
    private const string Table = """
        GET    /healthz/live                              anybody
        GET    /healthz/ready                             anybody
        GET    /openapi/{documentName}.json               anybody
        GET    /docs                                      anybody
        GET    /docs/docs.css                             anybody
        GET    /docs/docs.js                              anybody
        GET    /api/v1/me                                 trader
        GET    /api/v1/me/exchange-keys                   trader
        GET    /api/v1/me/exchange-keys/{venue}           trader
        PUT    /api/v1/me/exchange-keys/{venue}           trader
        DELETE /api/v1/me/exchange-keys/{venue}           trader
        GET    /metrics                                   admin
        GET    /health                                    admin
        GET    /dashboard                                 anybody
        GET    /dashboard/dashboard.css                   anybody
        GET    /dashboard/dashboard.js                    anybody
        GET    /api/v1/me/risk                            trader
        PUT    /api/v1/me/risk                            trader
        POST   /api/v1/me/risk/reset-drawdown             trader
        GET    /api/v1/me/kill-switch                     trader
        PUT    /api/v1/me/kill-switch                     trader
        DELETE /api/v1/me/kill-switch                     trader
        GET    /api/v1/admin/service                      admin
        PUT    /api/v1/admin/service                      admin
        GET    /api/v1/admin/kill-switch                  admin
        PUT    /api/v1/admin/kill-switch                  admin
        DELETE /api/v1/admin/kill-switch                  admin
        GET    /api/v1/users                              admin
        POST   /api/v1/users                              admin
        GET    /api/v1/users/{id}                         admin
        GET    /api/v1/tokens                             trader
        POST   /api/v1/tokens                             trader
        DELETE /api/v1/tokens/{id}                        trader
        GET    /api/v1/traders                            trader
        GET    /api/v1/traders/{symbol}                   trader
        PUT    /api/v1/traders/{symbol}                   trader
        DELETE /api/v1/traders/{symbol}                   trader
        GET    /api/v1/traders/{symbol}/status            trader
        POST   /api/v1/traders/{symbol}/start             trader
        POST   /api/v1/traders/{symbol}/stop              trader
        POST   /api/v1/traders/{symbol}/pause             trader
        POST   /api/v1/traders/{symbol}/resume            trader
        POST   /api/v1/traders/{symbol}/flatten           trader
        GET    /api/v1/symbols                            trader
        GET    /api/v1/strategies                         trader
        GET    /api/v1/candles                            trader
        GET    /api/v1/balances                           trader
        GET    /api/v1/backtests                          trader
        POST   /api/v1/backtests                          trader
        GET    /api/v1/backtests/{id}                     trader
        DELETE /api/v1/backtests/{id}                     trader
        GET    /api/v1/backtests/{id}/trades              trader
        GET    /api/v1/orders                             trader
        GET    /api/v1/orders/export                      trader
        GET    /api/v1/fills                              trader
        GET    /api/v1/fills/export                       trader
        GET    /api/v1/trades                             trader
        GET    /api/v1/trades/export                      trader
        GET    /api/v1/pnl                                trader
        GET    /api/v1/events                             trader
        GET    /api/v1/billing                            trader
        GET    /api/v1/billing/plans                      trader
        PUT    /api/v1/billing/customer                   trader
        DELETE /api/v1/billing/customer                   trader
        GET    /api/v1/billing/link                       trader
        POST   /api/v1/billing/link                       trader
        DELETE /api/v1/billing/link                       trader
        POST   /api/v1/billing/link/check                 trader
        GET    /api/v1/billing/link/qr                    trader
        GET    /api/v1/billing/payments                   trader
        GET    /api/v1/billing/payments/{id}/receipt      trader
        GET    /api/v1/admin/billing/revenue              admin
        GET    /api/v1/admin/billing/subscriptions        admin
        GET    /api/v1/admin/billing/subscriptions/export admin
        GET    /api/v1/admin/billing/payments             admin
        GET    /api/v1/admin/billing/payments/export      admin
        GET    /api/v1/admin/billing/audit                admin
        GET    /api/v1/admin/billing/audit/export         admin
        POST   /api/v1/admin/billing/{user}/grant         admin
        POST   /api/v1/admin/billing/{user}/extend        admin
        POST   /api/v1/admin/billing/{user}/payments/{id}/refund-mark admin
        POST   /webhooks/razorpay                         signature
        GET    /billing/callback/{user}                   signature
        """;

    private ApiService _service = null!;

    public async ValueTask InitializeAsync() => _service = await ApiService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public void Every_endpoint_has_a_line_with_who_may_use_it()
    {
        var mapped = _service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => $"{m} {Pattern(e)} {RoleOf(e)}"))
            .Order(StringComparer.Ordinal);

        mapped.ShouldBe(Lines().Select(l => string.Join(' ', l)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_valid_token_nothing_but_health_and_description_answers()
    {
        foreach (var token in new[] { null, "", "tb_", "tb_" + new string('A', 43), "tb_" + new string('\'', 43), _service.Token + "x", _service.Token.ToUpperInvariant() })
        {
            using var client = _service.ClientOf(null);
            if (token is not null)
                client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            foreach (var (method, path, role) in Requests())
            {
                if (role == "signature")
                    // Nobody is asked for a token; where nothing is billed there is nothing.
                    await client.SendAsync(new(method, path)).ProblemAsync(404);
                else if (role == "anybody")
                {
                    using var answer = await client.GetAsync(path);
                    answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
                }
                else
                {
                    await client.SendAsync(new(method, path)).ProblemAsync(401);
                }
            }

            await client.GetAsync("/api/v1/nothing").ProblemAsync(401);
        }
    }

    [Fact]
    public async Task What_is_for_administrators_is_refused_to_traders()
    {
        using var trader = await _service.NewUserAsync("tina");
        foreach (var (method, path, role) in Requests().Where(r => r.Role == "admin"))
            await trader.SendAsync(new(method, path) { Content = method == HttpMethod.Get ? null : JsonContent.Create(new { }) }).ProblemAsync(403);
    }

    [Fact]
    public async Task Another_users_data_is_not_there()
    {
        using var owner = await _service.NewUserAsync("owner");
        using var stranger = await _service.NewUserAsync("stranger");
        using var made = await owner.PutAsJsonAsync("/api/v1/traders/spot:BTCUSDT", HttpExtensions.Settings);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var started = await owner.PostAsJsonAsync("/api/v1/backtests", new { symbol = "spot:BTCUSDT", interval = "1m", size = new { kind = "percent", value = 10 }, candles = 10 });
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var backtest = started.Headers.Location!.ToString();
        var token = (await owner.GetJsonAsync("/api/v1/tokens"))["items"]![0]!["id"]!.GetValue<string>();

        foreach (var path in new[] { "status", "start", "stop", "pause", "resume", "flatten" })
        {
            var method = path == "status" ? HttpMethod.Get : HttpMethod.Post;
            await stranger.SendAsync(new(method, $"/api/v1/traders/spot:BTCUSDT/{path}")).ProblemAsync(404);
            await stranger.SendAsync(new(method, $"/api/v1/traders/spot:BTCUSDT/{path}?user=owner")).ProblemAsync(404);
        }

        foreach (var path in new[] { "traders", "traders/spot:BTCUSDT", "balances", "orders", "fills", "trades", "pnl", "events", "backtests", "tokens", "billing", "billing/payments", "orders/export", "fills/export", "trades/export" })
            await stranger.GetAsync($"/api/v1/{path}?user=owner").ProblemAsync(404);
        await stranger.GetAsync(backtest).ProblemAsync(404);
        await stranger.GetAsync(backtest + "/trades").ProblemAsync(404);
        await stranger.DeleteAsync(backtest).ProblemAsync(404);
        await stranger.DeleteAsync($"/api/v1/tokens/{token}").ProblemAsync(404);
        await stranger.DeleteAsync("/api/v1/traders/spot:BTCUSDT?user=owner").ProblemAsync(404);
        await stranger.SendJsonAsync(HttpMethod.Put, "/api/v1/traders/spot:ETHUSDT?user=owner", "{\"interval\":\"1m\",\"size\":{\"kind\":\"percent\",\"value\":1}}").ProblemAsync(404);

        (await stranger.GetJsonAsync("/api/v1/traders"))["items"]!.AsArray().ShouldBeEmpty();
        (await _service.Admin.GetJsonAsync("/api/v1/traders?user=owner"))["items"]!.AsArray().Count.ShouldBe(1);
        (await _service.Admin.GetJsonAsync("/api/v1/traders/spot:BTCUSDT?user=owner"))["user"]!.GetValue<string>().ShouldBe("owner");
    }

    [Fact]
    public async Task A_revoked_token_lets_nobody_in()
    {
        using var user = await _service.NewUserAsync("rita");
        using var answer = await user.PostAsJsonAsync("/api/v1/tokens", new { name = "laptop" });
        var token = (await answer.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonObject>())!;
        using var laptop = _service.ClientOf(token["token"]!.GetValue<string>());
        (await laptop.GetJsonAsync("/api/v1/me"))["id"]!.GetValue<string>().ShouldBe("rita");

        (await user.DeleteAsync($"/api/v1/tokens/{token["id"]!.GetValue<string>()}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await laptop.GetAsync("/api/v1/me").ProblemAsync(401);
        (await user.GetJsonAsync("/api/v1/me"))["id"]!.GetValue<string>().ShouldBe("rita");
    }

    [Fact]
    public async Task The_administrators_token_survives_a_restart_and_is_replaced_when_its_file_is_removed()
    {
        var (first, file) = (_service.Token, Path.Combine(_service.Data, "admin-token"));
        (await File.ReadAllTextAsync(file)).ShouldBe(first + "\n");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await _service.StopAsync();
        await _service.StartAgainAsync();
        _service.Token.ShouldBe(first);
        await _service.Admin.GetJsonAsync("/api/v1/users");

        await _service.StopAsync();
        File.Delete(file);
        await _service.StartAgainAsync();

        _service.Token.ShouldNotBe(first);
        await _service.Admin.GetJsonAsync("/api/v1/users");
        using var old = _service.ClientOf(first);
        await old.GetAsync("/api/v1/me").ProblemAsync(401);
    }

    [Fact]
    public async Task No_token_is_stored()
    {
        await _service.StopAsync();
        var token = System.Text.Encoding.ASCII.GetBytes(_service.Token);
        foreach (var file in Directory.EnumerateFiles(_service.Data).Where(f => !f.EndsWith("admin-token", StringComparison.Ordinal)))
            (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(token).ShouldBe(-1, file);
    }

    private static string[][] Lines() =>
        [.. Table.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static IEnumerable<(HttpMethod Method, string Path, string Role)> Requests() =>
        Lines().Select(l => (HttpMethod.Parse(l[0]), l[1].Replace("{documentName}", "v1").Replace("{symbol}", "spot:BTCUSDT").Replace("{id}", "x").Replace("{user}", "admin"), l[2]));

    private static string Pattern(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    private static string RoleOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            ? endpoint.RoutePattern.RawText!.StartsWith("/webhooks/", StringComparison.Ordinal) || endpoint.RoutePattern.RawText.StartsWith("/billing/callback/", StringComparison.Ordinal)
                ? "signature" : "anybody"
        : endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>() is [{ Policy: { } policy }] ? policy
        : "nobody has said";
}
