using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace TradingBot.Tests.Api;

/// <summary>Goes to every address with every kind of caller who is not to be let in.</summary>
public sealed class AccessWalkTests : IAsyncLifetime
{
    private static readonly string[] Scopes = ["read", "trade", "admin"];

    private readonly ShiftedTime _time = new();
    private ApiService _service = null!;
    private IReadOnlyDictionary<string, ApiOperation> _described = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await ApiService.StartAsync(time: _time);
        _described = ApiOperation.All((await _service.Admin.GetJsonAsync("/openapi/v1.json")).AsObject()).ToDictionary(o => o.ToString());
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public void Every_endpoint_has_a_line_with_who_may_use_it()
    {
        var mapped = _service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Select(m => $"{m} {AccessLine.RouteOf(e)} {AccessLine.WhoOf(e)}")).ToList();

        var lines = AccessLine.All.Select(l => $"{l} {l.Who}").ToList();
        mapped.Except(lines).ShouldBeEmpty("endpoints without a line");
        lines.Except(mapped).ShouldBeEmpty("lines without an endpoint");
        lines.ShouldBeUnique();
    }

    [Fact]
    public async Task Nobody_is_let_in_without_a_token()
    {
        using var nobody = _service.ClientOf(null);
        foreach (var line in AccessLine.All)
        {
            using var answer = await SendAsync(nobody, line);
            ((int)answer.StatusCode).ShouldBe(
                line.Who switch
                {
                    "anybody" => 200,
                    // Nothing is billed here.
                    "signature" => 404,
                    // The example's token and code are none; whether there is a chat is told to nobody.
                    "code" => line.Path switch { "/api/v1/session" => 403, "/api/v1/session/code" => 202, _ => 404 },
                    _ => 401,
                },
                line.ToString());
        }
    }

    [Fact]
    public async Task Nobody_is_let_in_with_a_token_that_has_expired()
    {
        using var late = await NewTokenAsync(_service.Admin, "admin", _time.GetUtcNow().AddHours(1));
        await late.GetJsonAsync("/api/v1/me");
        _time.Advance(TimeSpan.FromHours(1));
        foreach (var line in AccessLine.Guarded)
            await SendAsync(late, line).ProblemAsync(401);
    }

    [Fact]
    public async Task A_token_lets_do_what_its_scope_says()
    {
        foreach (var scope in Scopes)
        {
            using var client = await NewTokenAsync(_service.Admin, scope);
            foreach (var line in AccessLine.Guarded.Where(l => Array.IndexOf(Scopes, l.Scope) > Array.IndexOf(Scopes, scope)))
                await SendAsync(client, line).ProblemAsync(403);
            foreach (var line in AccessLine.Guarded.Where(l => l.Scope == "read" && scope == "read"))
            {
                using var answer = await SendAsync(client, line);
                answer.StatusCode.ShouldNotBe(HttpStatusCode.Forbidden, line.ToString());
            }
        }

        using var trades = await NewTokenAsync(_service.Admin, "trade");
        (await trades.PutAsJsonAsync("/api/v1/traders/spot:BTCUSDT", HttpExtensions.Settings)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_is_for_other_roles_is_refused()
    {
        using var trader = await _service.NewUserAsync("tina");
        using var operates = await _service.NewUserAsync("otto", "operator");
        foreach (var (client, refused) in new[] { (trader, new[] { "operator", "admin" }), (operates, ["admin"]) })
        {
            foreach (var line in AccessLine.Guarded.Where(l => refused.Contains(l.Who)))
                await SendAsync(client, line).ProblemAsync(403);
        }
    }

    [Fact]
    public async Task A_suspended_user_is_let_in_nowhere_until_restored()
    {
        // With every role, so that it is the suspension that is told.
        using var user = await _service.NewUserAsync("sam", "admin");
        await SuspendAsync("suspend");
        foreach (var line in AccessLine.Guarded)
            (await SendAsync(user, line).ProblemAsync(403))["detail"]!.GetValue<string>().ShouldContain("suspended", Case.Sensitive, line.ToString());
        await user.GetAsync("/api/v1/nothing").ProblemAsync(403);
        await SuspendAsync("restore");
        await user.GetJsonAsync("/api/v1/me");

        async Task SuspendAsync(string verb) => (await _service.Admin.PostAsync($"/api/v1/users/sam/{verb}", null)).EnsureSuccessStatusCode().Dispose();
    }

    [Fact]
    public async Task Another_users_things_are_not_there()
    {
        using var owner = await _service.NewUserAsync("owner");
        using var stranger = await _service.NewUserAsync("stranger");
        (await owner.PutAsJsonAsync("/api/v1/traders/spot:BTCUSDT", HttpExtensions.Settings)).EnsureSuccessStatusCode().Dispose();
        using var started = await owner.PostAsJsonAsync("/api/v1/backtests", new { symbol = "spot:BTCUSDT", interval = "1m", size = new { kind = "percent", value = 10 }, candles = 10 });
        var backtest = started.EnsureSuccessStatusCode().Headers.Location!.ToString().Split('/')[^1];
        foreach (var line in AccessLine.Guarded.Where(l => l.Who == "trader"))
        {
            var address = line.Address.Replace("/backtests/x", $"/backtests/{backtest}");
            if (line.Reach == "id")
                await SendAsync(stranger, line, address).ProblemAsync(404);
            else if (line.Reach == "user")
                await SendAsync(stranger, line, address + "?user=owner").ProblemAsync(404);
            else
                (await SendAsync(stranger, line, address + "?user=owner").ProblemAsync(400)).Fields().ShouldContain("user", line.ToString());
        }

        (await owner.GetJsonAsync("/api/v1/traders/spot:BTCUSDT"))["runState"]!.GetValue<string>().ShouldBe("stopped");
        (await owner.GetJsonAsync("/api/v1/tokens"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    // As the description's example has it, so that it is not the form of the request that is refused.
    private Task<HttpResponseMessage> SendAsync(HttpClient client, AccessLine line, string? address = null)
    {
        var request = new HttpRequestMessage(line.Method, address ?? line.Address);
        var operation = _described.GetValueOrDefault(line.ToString());
        if (operation?.Example is { } body)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        if (line.Path.EndsWith("/candles", StringComparison.Ordinal))
            request.RequestUri = new($"{request.RequestUri}{(address is null ? "?" : "&")}symbol=spot:BTCUSDT&interval=1m", UriKind.Relative);
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task<HttpClient> NewTokenAsync(HttpClient of, string scope, DateTimeOffset? expiresAt = null)
    {
        using var answer = await of.PostAsJsonAsync("/api/v1/tokens", new { name = scope, scope, expiresAt });
        return _service.ClientOf((await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["token"]!.GetValue<string>());
    }
}
