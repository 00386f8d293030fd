using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;
using static TradingBot.Tests.Grains.Risk.TradingFixture;

namespace TradingBot.Tests.Grains.Risk;

/// <summary>A user's rules over traders that live, stop and crash.</summary>
public sealed class UserRulesTests : IAsyncLifetime
{
    private const string User = "alice";
    private TradingFixture _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await TradingFixture.StartAsync();
        await _service.AddUserAsync(User);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Never_more_positions_and_entries_are_open_than_allowed_whatever_crashes()
    {
        (await Risk.SetLimitsAsync(new(MaxOpenPositions: 1))).ShouldBeEmpty();
        var (open, owners) = (0, new HashSet<string>());
        for (var life = 0; life < 4; life++)
        {
            await _service.NextAsync(40, async () =>
            {
                var busy = (await _service.StatusesAsync(User)).Where(IsOpen).ToList();
                busy.Count.ShouldBeLessThanOrEqualTo(1);
                open += busy.Count;
                owners.UnionWith(busy.Select(s => s.Symbol.ToString()));
            });
            await _service.KillAsync();
            await _service.StartAgainAsync();
            await _service.ResumeAsync();
        }

        open.ShouldBeGreaterThan(80);
        owners.Count.ShouldBeGreaterThan(1, "what one gives up another may take");
    }

    [Fact]
    public async Task Positions_that_were_open_before_the_rules_were_set_count()
    {
        await _service.NextUntilAsync(async () => (await _service.StatusesAsync(User)).Count(IsOpen) >= 2);
        var before = (await _service.StatusesAsync(User)).Where(IsOpen).ToList();
        await Risk.SetLimitsAsync(new(MaxOpenPositions: 1));
        var sum = (await Risk.GetAsync()).Sums.ShouldHaveSingleItem();
        (sum.Mode, sum.QuoteAsset, sum.Open).ShouldBe((TradingMode.Paper, "USDT", before.Count));
        sum.Notional.ShouldBeGreaterThan((Fixed16)new Fixed8(90 * before.Count * Fixed8.Scale));
    }

    [Fact]
    public async Task A_trader_that_is_stopped_frees_its_place()
    {
        await Risk.SetLimitsAsync(new(MaxOpenPositions: 1));
        await _service.NextUntilAsync(async () => (await _service.StatusesAsync(User)).Any(s => s.EntryOrder is not null));
        var owner = (await _service.StatusesAsync(User)).Single(s => s.EntryOrder is not null);
        await _service.Trader(User, owner.Symbol.ToString()).StopAsync();
        (await Risk.GetAsync()).Sums.Sum(s => s.Open).ShouldBe(0);
        await _service.NextUntilAsync(async () => (await _service.StatusesAsync(User)).Any(s => s.EntryOrder is not null));
    }

    [Fact]
    public async Task A_report_that_was_lost_in_a_crash_holds_nothing_for_ever()
    {
        await Risk.SetLimitsAsync(new(MaxOpenPositions: 3));
        await _service.NextUntilAsync(async () => (await Risk.GetAsync()).Sums.Any(s => s.Open == 3));
        foreach (var symbol in Symbols)
            await _service.Trader(User, symbol).StopAsync();
        // As if the last of these had never arrived.
        await Risk.ReportAsync(new(new(MarketType.Spot, "BTCUSDT"), TradingMode.Paper, "USDT", Fixed8.One, 0, default, default));
        var open = (await _service.StatusesAsync(User)).Count(IsOpen);
        await _service.KillAsync();
        await _service.StartAgainAsync();
        await _service.ClockUntilAsync(async () => (await Risk.GetAsync()).Sums.Sum(s => s.Open) == open);
    }

    [Fact]
    public async Task The_limit_of_all_positions_cost_holds()
    {
        await Risk.SetLimitsAsync(new(MaxTotalNotional: new(150 * Fixed8.Scale)));
        var open = 0;
        await _service.NextAsync(60, async () =>
        {
            open += (await _service.StatusesAsync(User)).Count(IsOpen);
            (await _service.StatusesAsync(User)).Count(IsOpen).ShouldBeLessThanOrEqualTo(1);
        });
        open.ShouldBeGreaterThan(20);
        (await _service.StatusesAsync(User)).ShouldContain(s => s.Risk!.BlockedBy == RiskRule.UserTotalNotional);
    }

    [Fact]
    public async Task A_loss_ends_entries_and_rules_that_are_lifted_let_them_go_on()
    {
        await Risk.SetLimitsAsync(new(MaxDailyLoss: new(1)));
        await _service.NextUntilAsync(async () => (await _service.StatusesAsync(User)).Any(s => s.Risk!.BlockedBy == RiskRule.UserDailyLoss));
        await _service.NextUntilAsync(async () => !(await _service.StatusesAsync(User)).Any(IsOpen));
        await Risk.SetLimitsAsync(UserRiskLimits.None);
        (await Risk.GetAsync()).Sums.ShouldBeEmpty();
        await _service.NextUntilAsync(async () => (await _service.StatusesAsync(User)).Any(IsOpen));
    }

    [Fact]
    public async Task A_drawdown_is_reset()
    {
        await Risk.SetLimitsAsync(new(MaxDrawdown: new(1)));
        await _service.NextUntilAsync(async () => (await _service.StatusesAsync(User)).Any(s => s.Risk!.BlockedBy == RiskRule.UserDrawdown));
        await Risk.ResetDrawdownAsync();
        (await Risk.GetAsync()).Sums.ShouldAllBe(s => s.Drawdown == Fixed16.Zero);
    }

    [Fact]
    public async Task Limits_that_are_out_of_range_change_nothing()
    {
        (await Risk.SetLimitsAsync(new(MaxOpenPositions: -1))).ShouldHaveSingleItem().Field.ShouldBe("maxOpenPositions");
        (await Risk.GetAsync()).Limits.ShouldBe(UserRiskLimits.None);
    }

    private IUserRiskGrain Risk => _service.RiskOf(User);

    private static bool IsOpen(TraderStatus status) => status.EntryOrder is not null || status.Phase == "Long";
}
