using System.Text.Json;
using TradingBot.Tests.Support;
using TradingBot.Tests.System.Operation;

namespace TradingBot.Tests.System.Cluster;

[Collection("alone")]
public sealed class ClusterHealthTests
{
    [Fact]
    public async Task The_API_shows_every_process_and_what_its_grains_do()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Absent);
        Assert.SkipUnless(await OrleansBuild.IsPossibleAsync(), OrleansBuild.Absent);
        var program = await OrleansBuild.BuildAsync("silo", "TradingBot.Silo");
        using var folder = new TempFolder();
        using var cluster = new ClusterProcesses(program, await PostgresServer.CreateDatabaseAsync(), folder);
        await cluster.MigrateAsync();
        await cluster.AddSiloAsync("--demo", "--MarketData:Speed=300");
        await cluster.AddSiloAsync("--MarketData:Speed=300");
        await cluster.AddApiAsync();

        var processes = await Poll.UntilAsync(
            async () => Metrics(await cluster.GetAsync("/health/processes")),
            static all => all.Count == 3 && all.Sum(static s => s.Sum("tradingbot_activations", "type=\"trader\"")) == 3 && all.Sum(static s => s.Sum("tradingbot_fills_total")) > 0);
        processes.Count(static s => s.Sum("tradingbot_grain_calls_total") > 0).ShouldBe(2, "each silo has grains that are called");
        processes.ShouldAllBe(static s => s.Sum("tradingbot_storage_healthy") == 1);
        await Poll.UntilAsync(() => cluster.GetAsync("/health"), static h => Components(h, "storage").Count == 3 && Components(h, "process").Count == 0);

        await cluster.KillAsync(1);
        var health = await Poll.UntilAsync(() => cluster.GetAsync("/health"), static h => Components(h, "process").Count == 1);
        health!.Value.GetProperty("state").GetString().ShouldBe("failing");
        Components(health, "process").Single().GetProperty("detail").GetString()!.ShouldStartWith("silent for ");
        await cluster.StopAsync(0);
    }

    private static List<Scrape> Metrics(JsonElement? processes) =>
        processes is { } all ? [.. all.EnumerateArray().Select(static p => new Scrape(p.GetProperty("metrics").GetString()!))] : [];

    private static List<JsonElement> Components(JsonElement? health, string name) =>
        health is not { } read ? [] : [.. read.GetProperty("components").EnumerateArray().Where(c => c.GetProperty("name").GetString() == name)];
}
