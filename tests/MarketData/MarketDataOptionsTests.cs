using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Simulation;

namespace TradingBot.Tests.MarketData;

public sealed class MarketDataOptionsTests
{
    [Fact]
    public void The_defaults_need_nothing()
    {
        new MarketDataOptions().Validate().ShouldBeEmpty();
        CandleFeedFactory.Create(new(), TimeProvider.System).ShouldBeOfType<SimulatedFeed>();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    [InlineData(double.NaN)]
    [InlineData(1e30)]
    public void The_speed_has_limits(double speed) =>
        new MarketDataOptions { Speed = speed }.Validate().Single()
            .ShouldBe($"MarketData:Speed is {speed}; it must be 0 (as fast as possible) to 1000000.");

    [Fact]
    public void An_unknown_source_is_named() =>
        new MarketDataOptions { Source = "kraken" }.Validate().Single()
            .ShouldBe("MarketData:Source is 'kraken'; use binance, replay, simulated.");

    [Fact]
    public void A_replay_needs_a_path_that_exists()
    {
        Replay(new()).Single().ShouldStartWith("MarketData:Replay:Path is missing");
        Replay(new() { Path = "/nowhere" }).Single().ShouldBe("MarketData:Replay:Path is '/nowhere', which does not exist.");
    }

    [Fact]
    public void Each_wrong_replay_setting_is_named() =>
        Replay(new() { Path = "/", Symbol = "a!", Market = "margin", Interval = "7m" }).ShouldBe(
        [
            "MarketData:Replay:Symbol is 'a!'; a symbol has 2 to 20 letters and digits, like BTCUSDT.",
            "MarketData:Replay:Market is 'margin'; use spot or usdm.",
            "MarketData:Replay:Interval is '7m'; use one of 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M.",
        ]);

    [Fact]
    public void The_simulated_market_cannot_start_before_its_listing_day() =>
        new MarketDataOptions { Simulated = new() { Start = DateTimeOffset.UnixEpoch } }.Validate().Single()
            .ShouldBe("MarketData:Simulated:Start is 1970-01-01 00:00:00Z; it must be 2020-01-01 00:00:00Z to 9000-01-01 00:00:00Z.");

    [Fact]
    public void Invalid_settings_and_sources_wired_elsewhere_make_no_feed()
    {
        Should.Throw<InvalidOperationException>(() => CandleFeedFactory.Create(new() { Speed = -1 }, TimeProvider.System))
            .Message.ShouldContain("MarketData:Speed");
        Should.Throw<InvalidOperationException>(() => CandleFeedFactory.Create(new() { Source = "binance" }, TimeProvider.System))
            .Message.ShouldContain("is not available in this build");
    }

    private static IReadOnlyList<string> Replay(ReplayOptions replay) =>
        new MarketDataOptions { Source = "replay", Replay = replay }.Validate();
}
