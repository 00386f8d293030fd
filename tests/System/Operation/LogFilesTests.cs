using Microsoft.Extensions.Logging;
using TradingBot.Silo.Logging;

namespace TradingBot.Tests.System.Operation;

public sealed class LogFilesTests
{
    [Theory]
    [InlineData("TradingBot.ClientApi.Http.ErrorHandling", "api")]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", "api")]
    [InlineData("TradingBot.Grains.Trading.TraderGrain", "trading")]
    [InlineData("TradingBot.Grains.MarketData.MarketDataGrain", "marketdata")]
    [InlineData("TradingBot.Exchange.Binance.BinanceExchange", "trading")]
    [InlineData("TradingBot.Exchange.Binance.Streams.StreamLink", "marketdata")]
    [InlineData("TradingBot.ClientApi.Telegram.TelegramService", "telegram")]
    [InlineData("TradingBot.Grains.Billing.BillingGrain", "billing")]
    [InlineData("TradingBot.GrainsX", "service")]
    [InlineData("Microsoft.Hosting.Lifetime", "service")]
    public void A_category_belongs_to_the_component_with_the_longest_prefix(string category, string component) =>
        LogFiles.ComponentOf(category).ShouldBe(component);

    [Fact]
    public void A_line_goes_to_its_component_and_an_error_to_the_errors_as_well()
    {
        using var folder = new TempFolder();
        using (var factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Information).AddLogFiles(folder.Root, new())))
        {
            var trading = factory.CreateLogger("TradingBot.Grains.Trading.TraderGrain");
            trading.LogDebug("too small to note");
            trading.LogInformation("entry {Order} placed", 7);
            factory.CreateLogger("TradingBot.ClientApi.Http").LogError(new InvalidOperationException("why"), "request failed");
        }

        var line = File.ReadAllLines(folder.PathOf("trading.log")).ShouldHaveSingleItem();
        line.ShouldContain("INF TradingBot.Grains.Trading.TraderGrain: entry 7 placed");
        File.ReadAllText(folder.PathOf("errors.log")).ShouldContain("ERR TradingBot.ClientApi.Http: request failed");
        File.ReadAllText(folder.PathOf("errors.log")).ShouldContain("why");
        File.ReadAllText(folder.PathOf("api.log")).ShouldContain("request failed");
        File.Exists(folder.PathOf("marketdata.log")).ShouldBeFalse();
    }

    [Fact]
    public void A_full_file_is_followed_by_the_next_and_the_oldest_goes()
    {
        using var folder = new TempFolder();
        using (var factory = LoggerFactory.Create(logging => logging.AddLogFiles(folder.Root, new() { MaxFileMegabytes = 1, MaxFiles = 2 })))
        {
            var log = factory.CreateLogger("TradingBot.Grains.Trading.TraderGrain");
            for (var i = 0; i < 4; i++)
                log.LogInformation("{Text}", new string('x', 900_000));
        }

        var files = Directory.GetFiles(folder.Root, "trading-*.log").Order(StringComparer.Ordinal).ToArray();
        files.Length.ShouldBe(2);
        new FileInfo(folder.PathOf("trading.log")).LinkTarget.ShouldBe(Path.GetFileName(files[^1]));
    }
}
