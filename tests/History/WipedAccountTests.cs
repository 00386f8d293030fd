using TradingBot.Tests.Checker;
using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.History;

/// <summary>What a venue that has wiped an account leaves a trader unable to know.</summary>
public sealed class WipedAccountTests
{
    // In the last of eight digits; a step has three more.
    [Theory]
    [InlineData(0L, false)]
    [InlineData(418L, false)]
    [InlineData(1_000L, true)]
    [InlineData(-1_000L, true)]
    public void Dust_that_was_wiped_is_no_difference_also_under_a_position_and_a_step_is_one(long units, bool isFound)
    {
        var history = Enumerable.Range(0, 1_000).Select(static seed => new SyntheticRun(seed, 1, 60).Make())
            .First(static h => h.Traders[0].Trader.EndsWith("/spot:BTCUSDT", StringComparison.Ordinal) && h.Traders[0].Held > 0.001m);
        var first = history.Venue.Steps[0];
        var wiped = history with { Venue = history.Venue with { Wipes = [new(first.Seq, first.At, "wiped", first.Order.Account, 0)] } };

        var findings = HistoryChecker.Check(wiped.WithTraders(t => t[0] = t[0] with { Held = t[0].Held + (units * 0.00000001m) }));

        findings.Any(static f => f.Invariant == Invariants.HeldDiffers).ShouldBe(isFound, string.Join('\n', findings));
    }
}
