using TradingBot.Tests.Checker;
using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.History;

/// <summary>What counts as too long without a stop: a bought coin, its stop some time later, and what happened in between.</summary>
public sealed class AllowedTimeTests
{
    private const string Trader = "user-0/spot:BTCUSDT";
    private const string Account = "account-0";
    private const long Start = 1_760_000_000_000;

    [Theory]
    [InlineData(0, true)]
    [InlineData(2_000, true)]
    [InlineData(2_001, false)]
    public void Two_seconds_are_allowed(int delay, bool isFine) => Check(delay).ShouldBe(isFine);

    [Theory]
    [InlineData(9_999, false)]
    [InlineData(7_000, true)]
    public void The_time_in_which_the_service_was_killed_is_not_counted(int delay, bool isFine) =>
        Check(delay, notes: new() { Outages = [new(Start + 1_000, Start + 6_000, "killed")] }).ShouldBe(isFine);

    [Fact]
    public void Times_that_overlap_are_not_excused_twice() => Check(
        8_001, notes: new() { Outages = [new(Start + 1_000, Start + 5_000, "killed"), new(Start + 2_000, Start + 4_000, "killed"), new(Start + 4_500, Start + 7_000, "")] })
        .ShouldBeFalse();

    [Theory]
    [InlineData("refuse", 4_000, true)]
    [InlineData("refuse", 4_001, false)]
    [InlineData("answer-lost", 10_000, true)]
    [InlineData("answer-lost", 10_001, false)]
    [InlineData("lost-events", 15_000, true)]
    [InlineData("drop-sockets", 29_001, false)]
    [InlineData("duplicate-events", 2_001, false)]
    public void What_the_venue_breaks_is_not_counted(string fault, int delay, bool isFine) => Check(delay, v =>
    {
        v.Now += 1_000;
        if (fault == "refuse")
            v.Refuse(Account, PlantedFaults.Prefixed(Trader, 9));
        else
            v.Break(fault, fault == "drop-sockets" ? null : Account, 1_000);
        v.Now -= 1_000;
    }).ShouldBe(isFine);

    [Fact]
    public void What_the_venue_breaks_for_others_is_counted() => Check(2_001, static v => v.Break("answer-lost", "account-1", 10_000)).ShouldBeFalse();

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void What_cannot_be_sold_needs_no_stop(int price, bool isFine)
    {
        // 3 * 1 is below the smallest order of 5.
        Check(60_000, price: price).ShouldBe(isFine);
    }

    [Fact]
    public void Each_part_of_an_entry_has_its_own_two_seconds()
    {
        var venue = new SyntheticVenue { Now = Start };
        var symbol = SyntheticVenue.Symbols[0];
        var entry = venue.Place(Account, symbol, PlantedFaults.Prefixed(Trader, 1), "BUY", "MARKET", 3, 0, 0);
        VenueOrder? stop = null;
        for (var part = 1; part <= 3; part++)
        {
            venue.Fill(entry, 100, 1, part == 3);
            venue.Now += 1_500;
            // The stop that covers the part before this one.
            if (stop is not null)
                venue.Cancel(stop);
            stop = venue.Place(Account, symbol, PlantedFaults.Prefixed(Trader, 1 + part), "SELL", "STOP_LOSS_LIMIT", symbol.Sellable(part * 0.999m) - (part == 1 ? 0 : 0.5m), 90, 90);
        }

        Unprotected(venue, new()).ShouldBeTrue("half of the second part waits for three seconds");
    }

    [Fact]
    public void Nothing_excuses_a_stop_that_is_still_missing_when_the_run_ends()
    {
        var venue = new SyntheticVenue { Now = Start };
        var entry = venue.Place(Account, SyntheticVenue.Symbols[0], PlantedFaults.Prefixed(Trader, 1), "BUY", "MARKET", 3, 0, 0);
        venue.Fill(entry, 100, 3, isLast: true);
        venue.Now += 3_000;
        Unprotected(venue, new() { Outages = [new(Start, Start + 10_000, "killed")] }).ShouldBeTrue();
    }

    private static bool Check(int delay, Action<SyntheticVenue>? meanwhile = null, RunNotes? notes = null, decimal price = 100)
    {
        var venue = new SyntheticVenue { Now = Start };
        var symbol = SyntheticVenue.Symbols[0];
        var entry = venue.Place(Account, symbol, PlantedFaults.Prefixed(Trader, 1), "BUY", "MARKET", 3, 0, 0);
        venue.Fill(entry, price, 3, isLast: true);
        meanwhile?.Invoke(venue);
        venue.Now += delay;
        venue.Place(Account, symbol, PlantedFaults.Prefixed(Trader, 2), "SELL", "STOP_LOSS_LIMIT", symbol.Sellable(2.997m), 90, 90);
        return !Unprotected(venue, notes ?? new());
    }

    private static bool Unprotected(SyntheticVenue venue, RunNotes notes) => HistoryChecker.Check(new(
            venue.Log, [], new([], [], [], []), [new(Trader, 0, [], "", 0, 0, 0, 0, 0, 0)], SyntheticVenue.Symbols, notes))
        .Any(static f => f.Invariant == Invariants.Unprotected);
}
