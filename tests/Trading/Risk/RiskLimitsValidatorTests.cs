using TradingBot.Grains.Trading.Risk;
using TradingBot.Numbers;
using TradingBot.Trading.Risk;

namespace TradingBot.Tests.Trading.Risk;

public sealed class RiskLimitsValidatorTests
{
    public static TheoryData<TraderRiskLimits, string> Wrong { get; } = new()
    {
        { new(MaxPositionNotional: F("-1")), "risk.maxPositionNotional: -1 is outside 0 (off) to 9000000000." },
        { new(MaxDailyLoss: F("9000000000.00000001")), "risk.maxDailyLoss: 9000000000.00000001 is outside 0 (off) to 9000000000." },
        { new(MaxDrawdown: F("-0.00000001")), "risk.maxDrawdown: -0.00000001 is outside 0 (off) to 9000000000." },
        { new(CoolDownMinutes: 43_201), "risk.coolDownMinutes: 43201 is outside 0 (off) to 43200." },
        { new(StopGuardStops: 21), "risk.stopGuardStops: 21 is outside 0 (off) to 20." },
        { new(StopGuardWindowMinutes: 0), "risk.stopGuardWindowMinutes: 0 is outside 1 to 43200." },
        { new(StopGuardPauseMinutes: 43_201), "risk.stopGuardPauseMinutes: 43201 is outside 1 to 43200." },
        { new(MaxOrdersPerMinute: -1), "risk.maxOrdersPerMinute: -1 is outside 0 (off) to 600." },
        { new(StaleAfterCandles: 101), "risk.staleAfterCandles: 101 is outside 0 (off) to 100." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_traders_limit_that_is_out_of_range_is_named_with_its_range(TraderRiskLimits limits, string error) =>
        RiskLimitsValidator.Validate(limits, "risk.").ShouldHaveSingleItem().ToString().ShouldBe(error);

    [Fact]
    public void The_ends_of_the_ranges_are_fine()
    {
        var most = F("9000000000");
        RiskLimitsValidator.Validate(new(), "").ShouldBeEmpty();
        RiskLimitsValidator.Validate(new(most, most, most, 43_200, 20, 43_200, 43_200, 600, 100), "").ShouldBeEmpty();
        RiskLimitsValidator.Validate(new(StopGuardWindowMinutes: 1, StopGuardPauseMinutes: 1, StaleAfterCandles: 0), "").ShouldBeEmpty();
        RiskLimitsValidator.Validate(new UserRiskLimits(1_000, most, most, most)).ShouldBeEmpty();
        RiskLimitsValidator.Validate(UserRiskLimits.None).ShouldBeEmpty();
    }

    [Fact]
    public void All_that_is_wrong_with_a_users_limits_is_said_at_once() =>
        RiskLimitsValidator.Validate(new UserRiskLimits(1_001, F("-1"), F("-1"), F("-1"))).Select(e => e.Field)
            .ShouldBe(["maxOpenPositions", "maxTotalNotional", "maxDailyLoss", "maxDrawdown"]);

    private static Fixed8 F(string text) => Fixed8.Parse(text);
}
