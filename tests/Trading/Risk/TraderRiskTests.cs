using TradingBot.Grains.Trading.Risk;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Tests.Trading.Risk;

/// <summary>Each rule by itself, on one-minute candles: at the close of which minute is an entry allowed?</summary>
public sealed class TraderRiskTests
{
    private const long Minute = 60_000;
    private const int Day = 24 * 60;

    [Theory]
    [InlineData("99.99", true)]
    [InlineData("100", true)]
    [InlineData("100.00000001", false)]
    public void A_position_may_cost_as_much_as_the_limit(string cost, bool allowed)
    {
        var risk = new Case(new(MaxPositionNotional: F("100")));
        risk.Close(0);
        risk.Decide(cost).IsAllowed.ShouldBe(allowed);
        if (!allowed)
            risk.Decide(cost).ShouldBe(new(RiskRule.PositionNotional, F(cost), F("100")));
    }

    [Theory]
    [InlineData("-50", "-49.99", true)]
    [InlineData("-50", "-50", false)]
    [InlineData("-150", "60", true)]
    [InlineData("60", "-150", true)]
    [InlineData("60", "-160", false)]
    public void A_days_losses_count_against_its_gains(string first, string second, bool allowed)
    {
        var risk = new Case(new(MaxDailyLoss: F("100")));
        risk.Trade(10, first);
        risk.Trade(20, second);
        risk.Close(30);
        risk.Decide().IsAllowed.ShouldBe(allowed);
    }

    [Fact]
    public void The_day_of_a_loss_ends_at_midnight_utc()
    {
        var risk = new Case(new(MaxDailyLoss: F("100")));
        risk.Trade(Day - 3, "-100");
        risk.Close(Day - 3);
        risk.Decide().ShouldBe(new(RiskRule.DailyLoss, F("100"), F("100"), Day * Minute));

        // The candle that opens at 23:59 closes at midnight.
        risk.Close(Day - 2);
        risk.Decide().IsAllowed.ShouldBeFalse();
        risk.Close(Day - 1);
        risk.Decide().IsAllowed.ShouldBeTrue();

        // Yesterday's loss is no part of today's.
        risk.Trade(Day + 5, "-99");
        risk.Close(Day + 5);
        risk.Decide().IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void A_drawdown_counts_from_the_peak_over_days_and_ends_when_it_is_reset()
    {
        var risk = new Case(new(MaxDrawdown: F("100")));
        risk.Trade(1, "500");
        risk.Trade(2, "-60");
        risk.Trade(Day + 1, "-39");
        risk.Close(Day + 2);
        risk.Decide().IsAllowed.ShouldBeTrue();
        risk.Trade(2 * Day, "-1");
        risk.Close(2 * Day);
        risk.Decide().ShouldBe(new(RiskRule.Drawdown, F("100"), F("100")));
        risk.Close(20 * Day);
        risk.Decide().IsAllowed.ShouldBeFalse();
        risk.Risk.ResetDrawdown();
        risk.Decide().IsAllowed.ShouldBeTrue();
    }

    [Theory]
    [InlineData(ExitReason.Stop, "-1", false)]
    [InlineData(ExitReason.Escalation, "-1", false)]
    [InlineData(ExitReason.Stop, "0", true)]
    [InlineData(ExitReason.Stop, "1", true)]
    [InlineData(ExitReason.Signal, "-1", true)]
    [InlineData(ExitReason.Flatten, "-1", true)]
    public void Only_a_losing_stop_cools_down(ExitReason reason, string pnl, bool allowed)
    {
        var risk = new Case(new(CoolDownMinutes: 5));
        risk.Trade(10, pnl, reason);
        risk.Close(10);
        risk.Decide().IsAllowed.ShouldBe(allowed);
    }

    [Fact]
    public void A_cool_down_counts_from_the_close_of_the_stops_candle()
    {
        var risk = new Case(new(CoolDownMinutes: 5));
        risk.Trade(10, "-1");
        foreach (var (minute, allowed) in new[] { (10, false), (14, false), (15, true), (16, true) })
        {
            risk.Close(minute);
            risk.Decide().IsAllowed.ShouldBe(allowed, $"{minute}");
        }

        risk.Close(12);
        risk.Decide().ShouldBe(new(RiskRule.CoolDown, default, F("5"), 16 * Minute));
    }

    [Theory]
    [InlineData(new[] { 10, 20 }, 21, true)]
    [InlineData(new[] { 10, 20, 30 }, 31, false)]
    [InlineData(new[] { 10, 20, 30 }, 44, false)]
    [InlineData(new[] { 10, 20, 30 }, 45, true)]
    [InlineData(new[] { 10, 20, 69 }, 70, false)]
    [InlineData(new[] { 10, 20, 70 }, 71, true)]
    [InlineData(new[] { 10, 20, 30, 50 }, 51, false)]
    [InlineData(new[] { 1, 2, 3, 200 }, 201, true)]
    public void Three_losing_stops_within_an_hour_pause_for_a_quarter(int[] stops, int minute, bool allowed)
    {
        var risk = new Case(new(StopGuardStops: 3, StopGuardWindowMinutes: 60, StopGuardPauseMinutes: 15));
        foreach (var stop in stops)
            risk.Trade(stop, "-1");
        risk.Close(minute);
        risk.Decide().IsAllowed.ShouldBe(allowed);
        if (!allowed)
            risk.Decide().ShouldBe(new(RiskRule.StopGuard, F("3"), F("60"), (stops[^1] + 1 + 15) * Minute));
    }

    [Fact]
    public void Stops_are_remembered_from_before_the_guard_was_set_and_no_more_than_can_be_asked_for()
    {
        var risk = new Case(new());
        for (var i = 0; i < 3 * TraderRisk.MaxStops; i++)
            risk.Trade(i, "-1");
        risk.State.Stops.Count.ShouldBe(TraderRisk.MaxStops);
        risk.With(new(StopGuardStops: TraderRisk.MaxStops)).Decide().Rule.ShouldBe(RiskRule.StopGuard);
    }

    [Fact]
    public void Orders_of_the_last_minute_count_and_no_older_ones()
    {
        var risk = new Case(new(MaxOrdersPerMinute: 4), "1s");
        for (var second = 0; second < 4; second++)
        {
            risk.CloseSecond(second);
            risk.Decide().IsAllowed.ShouldBeTrue();
            risk.Risk.OnOrder();
        }

        risk.CloseSecond(4);
        risk.Decide().ShouldBe(new(RiskRule.OrderRate, F("4"), F("4"), 65_000));
        risk.CloseSecond(59);
        risk.Decide().IsAllowed.ShouldBeFalse();
        risk.CloseSecond(60);
        risk.Decide().IsAllowed.ShouldBeTrue("the first of the four is a minute old");
        for (var second = 0; second < 1_000; second++)
        {
            risk.CloseSecond(100 + second);
            risk.Risk.OnOrder();
        }

        risk.State.Orders.Count.ShouldBeLessThanOrEqualTo(60);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(190, true)]
    [InlineData(191, false)]
    [InlineData(-5, true)]
    public void A_candle_is_stale_three_intervals_and_ten_seconds_after_its_close(int secondsLate, bool allowed)
    {
        var now = 0L;
        var risk = new Case(TraderRiskLimits.Default, clock: () => now);
        risk.Close(7);
        now = 8 * Minute + secondsLate * 1_000;
        risk.Decide().IsAllowed.ShouldBe(allowed);
        if (!allowed)
            risk.Decide().ShouldBe(new(RiskRule.StaleMarketData, F("191"), F("190")));
    }

    [Fact]
    public void A_market_that_has_only_its_candles_for_a_clock_is_never_stale()
    {
        var risk = new Case(TraderRiskLimits.Default);
        risk.Close(7);
        risk.Decide().IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void With_every_rule_off_whatever_has_happened_allows_everything()
    {
        var risk = new Case(new(StaleAfterCandles: 0), clock: () => 1_000 * Day * Minute);
        for (var i = 0; i < 50; i++)
        {
            risk.Trade(i, "-1000");
            risk.Risk.OnOrder();
        }

        risk.Close(50);
        risk.Decide("9000000000").IsAllowed.ShouldBeTrue();
    }

    [Theory]
    [InlineData(RiskRule.PositionNotional, 0, "no entry (PositionNotional): the position would cost 2, the limit is 1")]
    [InlineData(RiskRule.DailyLoss, 86_400_000, "no entry (DailyLoss): the trader has lost 2 today, the limit is 1, until 1970-01-02 00:00:00 UTC")]
    [InlineData(RiskRule.KillSwitch, 0, "no entry (KillSwitch): the kill switch is on")]
    public void A_decision_says_rule_numbers_and_until_when(RiskRule rule, long until, string text) =>
        new RiskDecision(rule, F("2"), F("1"), until).ToString().ShouldBe(text);

    [Fact]
    public void Every_rule_has_words_of_its_own()
    {
        var texts = Enum.GetValues<RiskRule>().Select(r => new RiskDecision(r).ToString()).ToList();
        texts.Distinct().Count().ShouldBe(texts.Count);
        RiskDecision.Allowed.ToString().ShouldBeEmpty();
    }

    private sealed class Case(TraderRiskLimits limits, string interval = "1m", Func<long>? clock = null)
    {
        public RiskState State { get; private init; } = new();

        public TraderRisk Risk => field ??= new(State, limits, CandleInterval.Parse(interval), clock);

        public Case With(TraderRiskLimits other) => new(other, interval, clock) { State = State };

        public void Close(int minute) => Risk.OnClose(minute * Minute);

        public void CloseSecond(int second) => Risk.OnClose(second * 1_000L);

        public void Trade(int minute, string pnl, ExitReason reason = ExitReason.Stop) =>
            Risk.OnTrade(new(0, default, default, minute * Minute, default, reason, default, F(pnl)));

        public RiskDecision Decide(string cost = "1") => Risk.Decide(F(cost));
    }

    private static Fixed8 F(string text) => Fixed8.Parse(text);
}
