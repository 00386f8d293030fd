using TradingBot.Exchange.Binance;
using TradingBot.Numbers;

namespace TradingBot.Tests.Exchange.Binance;

public sealed class OrderReportsTests
{
    [Theory]
    [InlineData("BTC", true, null)]
    [InlineData("USDT", false, null)]
    [InlineData("BNB", false, "BNB")]
    public void A_commission_is_told_with_its_asset(string asset, bool inBase, string? third)
    {
        var reports = new OrderReports("BTC", "USDT");
        reports.OnTrade(1, 7, 1_000, Fixed8.Parse("100"), Fixed8.One, 0.00075m, asset, isLast: true);
        var report = reports.After(0).ShouldHaveSingleItem();
        (report.Commission, report.CommissionInBase, report.CommissionAsset).ShouldBe((Fixed8.Parse("0.00075"), inBase, third));
    }

    [Fact]
    public void A_commission_without_asset_is_none()
    {
        var reports = new OrderReports("BTC", "USDT");
        reports.OnTrade(1, 7, 1_000, Fixed8.Parse("100"), Fixed8.One, 1, null, isLast: true);
        reports.After(0).ShouldHaveSingleItem().Commission.ShouldBe(Fixed8.Zero);
    }
}
