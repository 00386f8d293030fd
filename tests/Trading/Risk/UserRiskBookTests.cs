using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TradingBot.Grains.Trading.Risk;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Tests.Trading.Risk;

/// <summary>A user's rules over several traders. Amounts are whole, symbols A, B, C…; all on day 0 unless told otherwise.</summary>
public sealed class UserRiskBookTests(ITestOutputHelper output)
{
    private const long Day = 24 * 60 * 60_000;
    private readonly UserRiskState _state = new();

    private UserRiskBook Book => new(_state);

    [Fact]
    public void An_entry_that_was_allowed_counts_until_its_trader_tells_otherwise()
    {
        _state.Limits = new(MaxOpenPositions: 2);
        Ask("A", 10).IsAllowed.ShouldBeTrue();
        Ask("B", 10).IsAllowed.ShouldBeTrue();
        Ask("C", 10).ShouldBe(new(RiskRule.UserOpenPositions, F(2), F(2)));
        Book.Take(At("A", 0)).ShouldBeTrue();
        Ask("C", 10).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void Asked_again_the_same_entry_counts_once()
    {
        _state.Limits = new(MaxOpenPositions: 1, MaxTotalNotional: F(10));
        Ask("A", 10).IsAllowed.ShouldBeTrue();
        Ask("A", 10).IsAllowed.ShouldBeTrue();
        Ask("A", 8, open: 10).IsAllowed.ShouldBeTrue();
        Book.Sums().ShouldHaveSingleItem().Notional.ShouldBe(F(10), "the one that is replaced may still turn out to have filled");
    }

    [Fact]
    public void What_is_refused_holds_nothing()
    {
        _state.Limits = new(MaxTotalNotional: F(10));
        Ask("A", 6).IsAllowed.ShouldBeTrue();
        Ask("B", 5).ShouldBe(new(RiskRule.UserTotalNotional, F(11), F(10)));
        Ask("C", 4).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void A_refused_traders_open_order_still_counts()
    {
        _state.Limits = new(MaxTotalNotional: F(10));
        Ask("A", 11, open: 7).IsAllowed.ShouldBeFalse();
        Ask("B", 4).IsAllowed.ShouldBeFalse();
    }

    [Fact]
    public void Losses_of_all_traders_end_the_day()
    {
        _state.Limits = new(MaxDailyLoss: F(100));
        Book.Take(At("A", 0, dayPnl: -130));
        Book.Take(At("B", 0, dayPnl: 40));
        Ask("C", 1).IsAllowed.ShouldBeTrue();
        Book.Take(At("B", 0, dayPnl: 30));
        Ask("C", 1).ShouldBe(new(RiskRule.UserDailyLoss, F(100), F(100), Day));
        Ask("C", 1, now: Day - 1).IsAllowed.ShouldBeFalse();
        Ask("C", 1, now: Day).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void A_drawdown_is_that_of_the_sum_and_begins_where_the_traders_were_first_heard_of()
    {
        _state.Limits = new(MaxDrawdown: F(100));
        Book.Take(At("A", 0, realised: -5_000));
        Book.Take(At("B", 0, realised: 900));
        Ask("A", 1, realised: -5_000).IsAllowed.ShouldBeTrue();
        Book.Take(At("A", 0, realised: -4_800));
        Book.Take(At("B", 0, realised: 801));
        Ask("C", 1).IsAllowed.ShouldBeTrue();
        Book.Take(At("B", 0, realised: 800));
        Book.Take(At("B", 0, realised: 800)).ShouldBeFalse("told twice it counts once");
        Ask("C", 1).ShouldBe(new(RiskRule.UserDrawdown, F(100), F(100)));
        Book.ResetDrawdown();
        Ask("C", 1).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void Modes_do_not_count_against_each_other_and_amounts_only_within_an_asset()
    {
        _state.Limits = new(MaxOpenPositions: 1, MaxTotalNotional: F(10), MaxDailyLoss: F(100));
        Book.Take(At("A", 10, dayPnl: -100) with { Mode = TradingMode.Paper });
        Book.Ask(At("B", 0) with { Mode = TradingMode.Live }, F(10), 0).IsAllowed.ShouldBeTrue();
        Book.Ask(At("C", 0) with { Mode = TradingMode.Live, QuoteAsset = "BTC" }, F(10), 0).Rule.ShouldBe(RiskRule.UserOpenPositions);
        _state.Limits = new(MaxTotalNotional: F(10), MaxDailyLoss: F(100));
        Book.Ask(At("C", 0) with { Mode = TradingMode.Live, QuoteAsset = "BTC" }, F(10), 0).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void A_trader_that_is_gone_holds_nothing_and_without_rules_nothing_is_kept()
    {
        _state.Limits = new(MaxOpenPositions: 1);
        Ask("A", 10);
        Book.Keep([S("B")]).ShouldBeTrue();
        Ask("B", 10).IsAllowed.ShouldBeTrue();
        Book.Keep([S("B")]).ShouldBeFalse();
        _state.Limits = UserRiskLimits.None;
        Book.Keep([S("B")]).ShouldBeTrue();
        _state.Traders.ShouldBeEmpty();
    }

    internal sealed record Step(int What, int Trader, int Amount, int Pnl, int Minutes);

    /// <summary>
    /// Traders ask, close and cancel as they like, and the process crashes in between. The model knows what is really open, lost and allowed.
    /// </summary>
    [Fact]
    public void No_sequence_opens_more_or_for_more_than_was_allowed()
    {
        var step =
            from what in Gen.Choose(0, 4) from trader in Gen.Choose(0, 4) from amount in Gen.Choose(1, 20)
            from pnl in Gen.Choose(-30, 30) from minutes in Gen.Elements(0, 1, 700)
            select new Step(what, trader, amount, pnl, minutes);
        var story =
            from positions in Gen.Choose(0, 4) from notional in Gen.Choose(0, 50) from loss in Gen.Choose(0, 40) from drawdown in Gen.Choose(0, 60)
            from steps in step.ListOf()
            select (Limits: new UserRiskLimits(positions, F(notional), F(loss), F(drawdown)), Steps: steps.ToArray());
        var (allowed, refused) = (0, 0);
        Properties.Hold(story, 4_000, s => Run(s.Limits, s.Steps, ref allowed, ref refused));
        output.WriteLine($"{allowed} allowed, {refused} refused");
        allowed.ShouldBeGreaterThan(2_000);
        refused.ShouldBeGreaterThan(2_000);
    }

    private static void Run(UserRiskLimits limits, Step[] steps, ref int allowed, ref int refused)
    {
        if (limits == UserRiskLimits.None)
            return;
        var state = new UserRiskState { Limits = limits };
        var book = new UserRiskBook(state);
        var traders = Enumerable.Range(0, 5).Select(i => At($"T{i}", 0)).ToArray();
        foreach (var trader in traders)
            book.Take(trader);
        var (now, peak) = (0L, 0);
        var total = 0;
        foreach (var s in steps)
        {
            now += s.Minutes * 60_000L;
            var (i, one) = (s.Trader, traders[s.Trader]);
            switch (s.What)
            {
                case 0 or 1:
                    var most = Fixed16.Max(one.Notional, F(s.Amount));
                    var others = traders.Where((_, j) => j != i).ToList();
                    var lost = -traders.Where(t => t.Day == now / Day).Aggregate(Fixed16.Zero, (sum, t) => sum + t.DayPnl);
                    if (book.Ask(one, F(s.Amount), now).IsAllowed)
                    {
                        allowed++;
                        traders[i] = one with { Notional = most };
                        if (limits.MaxOpenPositions > 0)
                            traders.Count(t => t.Notional.IsPositive).ShouldBeLessThanOrEqualTo(limits.MaxOpenPositions);
                        if (limits.MaxTotalNotional.IsPositive)
                            traders.Aggregate(Fixed16.Zero, (sum, t) => sum + t.Notional).ShouldBeLessThanOrEqualTo(limits.MaxTotalNotional);
                        if (limits.MaxDailyLoss.IsPositive)
                            lost.ShouldBeLessThan(limits.MaxDailyLoss);
                        if (limits.MaxDrawdown.IsPositive)
                            F(peak - total).ShouldBeLessThan(limits.MaxDrawdown);
                    }
                    else
                    {
                        refused++;
                        var stands = (limits.MaxOpenPositions > 0 && others.Count(t => t.Notional.IsPositive) >= limits.MaxOpenPositions)
                            || (limits.MaxTotalNotional.IsPositive
                                && others.Aggregate(most, (sum, t) => sum + t.Notional) > limits.MaxTotalNotional)
                            || (limits.MaxDailyLoss.IsPositive && lost >= limits.MaxDailyLoss)
                            || (limits.MaxDrawdown.IsPositive && F(peak - total) >= limits.MaxDrawdown);
                        stands.ShouldBeTrue("nothing stands against it");
                    }

                    break;
                case 2:
                    // It closes with a profit or loss.
                    total += s.Pnl;
                    peak = Math.Max(peak, total);
                    var day = now / Day;
                    traders[i] = one with
                    {
                        Notional = default, Day = day, DayPnl = (one.Day == day ? one.DayPnl : default) + Signed(s.Pnl), Realised = one.Realised + Signed(s.Pnl),
                    };
                    book.Take(traders[i]);
                    break;
                case 3:
                    // Its entry order is cancelled, and that is told twice.
                    traders[i] = one with { Notional = default };
                    book.Take(traders[i]);
                    book.Take(traders[i]).ShouldBeFalse();
                    break;
                default:
                    // A crash: what is stored is all that is left.
                    state = JsonSerializer.Deserialize<UserRiskState>(JsonSerializer.Serialize(state))!;
                    book = new(state);
                    break;
            }
        }
    }

    private RiskDecision Ask(string symbol, int notional, int open = 0, int realised = 0, long now = 0) =>
        Book.Ask(At(symbol, open, realised: realised), F(notional), now);

    private static TraderExposure At(string symbol, int notional, int dayPnl = 0, int realised = 0) =>
        new(S(symbol), TradingMode.Paper, "USDT", F(notional), 0, Signed(dayPnl), Signed(realised));

    private static MarketSymbol S(string name) => MarketSymbol.Parse($"spot:{name}USDT");

    private static Fixed16 Signed(int value) => Fixed16.FromDecimal(value);

    private static Fixed8 F(int value) => Fixed8.FromDecimal(value);
}
