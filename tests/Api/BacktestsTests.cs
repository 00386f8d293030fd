using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TradingBot.Tests.Api;

/// <summary>Backtests over HTTP.</summary>
public sealed class BacktestsTests : IAsyncLifetime
{
    private ApiService _service = null!;

    public async ValueTask InitializeAsync() => _service = await ApiService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_backtest_runs_to_its_result_and_can_be_paged_and_deleted()
    {
        var backtest = await RunAsync(new
        {
            symbol = "spot:BTCUSDT", interval = "1m", size = new { kind = "quote", value = 1000 }, candles = 3000, cash = 10000,
            strategy = new { name = "heikin-ashi-breakout", parameters = new { buyOffset = 5, sellOffset = 5 } },
        });

        backtest.Result["stage"]!.GetValue<string>().ShouldBe("done");
        var result = backtest.Result["result"]!;
        result["candles"]!.GetValue<int>().ShouldBe(3000);
        result["equityCurve"]!.AsArray().Count.ShouldBe(500);
        var trades = result["performance"]!["trades"]!.GetValue<int>();
        trades.ShouldBeGreaterThan(3);
        var listed = 0;
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _service.Admin.GetJsonAsync($"{backtest.Path}/trades?limit=7{cursor}");
            listed += page["items"]!.AsArray().Count;
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }

        listed.ShouldBe(trades);
        (await _service.Admin.DeleteAsync(backtest.Path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await _service.Admin.GetAsync(backtest.Path).ProblemAsync(404);
    }

    [Fact]
    public async Task A_time_without_candles_fails_with_the_reason()
    {
        var backtest = await RunAsync(new
        {
            symbol = "spot:BTCUSDT", interval = "1m", size = new { kind = "percent", value = "10" }, from = "2099-01-01T00:00:00Z",
        });

        backtest.Result["stage"]!.GetValue<string>().ShouldBe("failed");
        backtest.Result["failure"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Only_four_of_a_user_wait_or_run_and_deleting_ends_one()
    {
        var long_ = new { symbol = "spot:BTCUSDT", interval = "1m", size = new { kind = "percent", value = "10" }, candles = 500_000 };
        var paths = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            using var started = await _service.Admin.PostAsJsonAsync("/api/v1/backtests", long_);
            started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            paths.Add(started.Headers.Location!.ToString());
        }

        await _service.Admin.PostAsJsonAsync("/api/v1/backtests", long_).ProblemAsync(429);
        foreach (var path in paths)
            (await _service.Admin.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await _service.Admin.GetJsonAsync("/api/v1/backtests"))["items"]!.AsArray().ShouldBeEmpty();
    }

    private async Task<(string Path, JsonNode Result)> RunAsync(object request)
    {
        using var started = await _service.Admin.PostAsJsonAsync("/api/v1/backtests", request);
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted, await started.Content.ReadAsStringAsync());
        var path = started.Headers.Location!.ToString();
        return (path, await _service.Admin.UntilAsync(path, static now => now["stage"]!.GetValue<string>() is "done" or "failed"));
    }
}
