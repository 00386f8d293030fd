using System.Net;
using System.Net.Http.Json;

namespace TradingBot.Tests.Api;

/// <summary>Who gets in, and to what.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private ApiService _service = null!;

    public async ValueTask InitializeAsync() => _service = await ApiService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_token_that_nobody_has_issued_lets_nobody_in()
    {
        foreach (var token in new[] { "", "tb_", "tb_" + new string('A', 43), "tb_" + new string('\'', 43), _service.Token + "x", _service.Token.ToUpperInvariant() })
        {
            using var client = _service.ClientOf(null);
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            foreach (var path in new[] { "/api/v1/me", "/api/v1/users", "/metrics", "/api/v1/nothing" })
                await client.GetAsync(path).ProblemAsync(401);
            (await client.GetAsync("/healthz/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task An_operator_sees_the_service_and_nobodys_trading()
    {
        (await _service.NewUserAsync("tina")).Dispose();
        using var operates = await _service.NewUserAsync("otto", "operator");
        await operates.GetJsonAsync("/api/v1/admin/service");
        await operates.GetAsync("/api/v1/traders?user=tina").ProblemAsync(404);
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
}
