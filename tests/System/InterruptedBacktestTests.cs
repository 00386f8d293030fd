using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TradingBot.Tests.System;

/// <summary>A backtest that the death of the process interrupts.</summary>
[Collection("alone")]
public sealed class InterruptedBacktestTests
{
    [Fact]
    public async Task It_begins_again_when_it_is_next_asked_for_and_ends_with_its_result()
    {
        using var folder = new TempFolder();
        string[] arguments = ["--data", folder.Root, "--port", "0", "--Logging:LogLevel:Default=Warning"];
        const int Candles = 500_000;
        Uri backtest;
        using (var first = SiloProcess.Start(arguments))
        {
            using var client = await ClientAsync(first, folder);
            using var started = await client.PostAsJsonAsync(
                "/api/v1/backtests", new { symbol = "spot:BTCUSDT", interval = "1m", size = new { kind = "percent", value = "10" }, candles = Candles });
            started.EnsureSuccessStatusCode();
            backtest = started.Headers.Location!;
            var (stage, progress) = await UntilAsync(client, backtest, now => now.Progress > 0);
            (stage, progress < 1).ShouldBe(("running", true));
            await first.KillAfterAsync(TimeSpan.Zero);
        }

        using var second = SiloProcess.Start(arguments);
        using var again = await ClientAsync(second, folder);
        (await ReadAsync(again, backtest)).Stage.ShouldBeOneOf("queued", "running");
        (await UntilAsync(again, backtest, now => now.Stage is "done" or "failed")).Stage.ShouldBe("done");
        (await again.GetFromJsonAsync<JsonObject>(backtest))!["result"]!["candles"]!.GetValue<int>().ShouldBe(Candles);
        (await second.InterruptAsync()).ShouldBe(0, second.Output);
    }

    private static async Task<HttpClient> ClientAsync(SiloProcess silo, TempFolder folder)
    {
        var client = new HttpClient { BaseAddress = new(await silo.ListeningAsync()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(folder.PathOf("admin-token"))).Trim());
        return client;
    }

    private static Task<(string Stage, decimal Progress)> UntilAsync(HttpClient client, Uri backtest, Func<(string Stage, decimal Progress), bool> reached) =>
        Poll.UntilAsync(() => ReadAsync(client, backtest), reached, TimeSpan.FromMinutes(2));

    private static async Task<(string Stage, decimal Progress)> ReadAsync(HttpClient client, Uri backtest)
    {
        var now = (await client.GetFromJsonAsync<JsonObject>(backtest))!;
        return (now["stage"]!.GetValue<string>(), decimal.Parse(now["progress"]!.GetValue<string>()));
    }
}
