using System.Net;
using TradingBot.ClientApi.Telemetry;

namespace TradingBot.Tests.Api;

public sealed class MetricsTests
{
    [Theory]
    [InlineData("tradingbot.order.latency", "s", false, "tradingbot_order_latency_seconds")]
    [InlineData("tradingbot.orders", "{order}", true, "tradingbot_orders_total")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", true, "dotnet_gc_heap_total_allocated_bytes_total")]
    public void Names_are_converted_as_OpenTelemetry_says(string name, string unit, bool isCounter, string expected) =>
        MetricsText.NameOf(name, unit, isCounter).ShouldBe(expected);

    [Fact]
    public async Task Metrics_are_for_administrators()
    {
        await using var service = await ApiService.StartAsync();
        using var nobody = service.ClientOf(null);
        using var trader = await service.NewUserAsync("alice");

        (await nobody.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await trader.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var page = await service.Admin.GetStringAsync("/metrics");
        page.ShouldContain("# TYPE http_server_request_duration_seconds histogram");
        page.ShouldContain("http_server_request_duration_seconds_bucket{");
        page.ShouldContain("le=\"+Inf\"");
    }

    [Fact]
    public async Task OpenMetrics_is_given_to_who_asks_for_it()
    {
        await using var service = await ApiService.StartAsync();
        service.Admin.DefaultRequestHeaders.Add("Accept", "application/openmetrics-text");

        using var answer = await service.Admin.GetAsync("/metrics");

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/openmetrics-text");
        (await answer.Content.ReadAsStringAsync()).ShouldEndWith("# EOF\n");
    }
}
