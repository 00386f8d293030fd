using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using TradingBot.Operation;

namespace TradingBot.Tests.Api;

/// <summary>What operators read of the service's processes.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Health_and_metrics_have_every_process_that_has_reported()
    {
        await using var service = await ApiService.StartAsync();
        var board = service.Services.GetRequiredService<IClusterClient>().GetGrain<IProcessBoardGrain>(IProcessBoardGrain.Key);
        await board.ReportAsync(new("silo-7:8080", 1, [new("live spot REST", ComponentStatus.Failing, "no answer")], "tradingbot_series_open 4"));

        var health = await service.Admin.GetJsonAsync("/health");

        health["state"]!.GetValue<string>().ShouldBe("failing");
        health["components"]!.AsArray().ShouldContain(static c => (string)c!["process"]! == "silo-7:8080" && (string)c["detail"]! == "no answer");
        health["components"]!.AsArray().ShouldContain(static c => (string)c!["process"]! != "silo-7:8080" && (string)c["name"]! == "storage");
        // Its own activations are counted a moment after it has begun to listen.
        var processes = await service.Admin.UntilAsync(
            "/health/processes", static all => all[0]!["metrics"]!.GetValue<string>().Contains("tradingbot_activations{", StringComparison.Ordinal));
        processes.AsArray().Count.ShouldBe(2);
        processes[1]!["metrics"]!.GetValue<string>().ShouldBe("tradingbot_series_open 4");
    }
}
