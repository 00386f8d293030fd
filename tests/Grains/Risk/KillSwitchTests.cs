using TradingBot.Trading;
using TradingBot.Trading.Risk;
using static TradingBot.Tests.Grains.Risk.TradingFixture;

namespace TradingBot.Tests.Grains.Risk;

/// <summary>A user's kill switch, across stops, kills and traders that cannot be reached.</summary>
public sealed class KillSwitchTests : IAsyncLifetime
{
    private const string User = "alice";
    private TradingFixture _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await TradingFixture.StartAsync();
        await _service.AddUserAsync(User, stalling: true);
        await _service.AddUserAsync("bruno");
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Confirmed_no_entry_is_open_and_none_is_made_until_it_is_released()
    {
        await _service.NextUntilAsync(() => HasEntryAsync(User));
        var status = await _service.RiskOf(User).KillAsync(KillPositions.Keep);
        (status.Positions, status.IsConfirmed, status.Pending.IsEmpty).ShouldBe((KillPositions.Keep, true, true));
        (await HasEntryAsync(User)).ShouldBeFalse();

        var others = false;
        await _service.NextAsync(40, async () =>
        {
            (await HasEntryAsync(User)).ShouldBeFalse();
            others |= await HasEntryAsync("bruno");
        });
        others.ShouldBeTrue("it concerns nobody else");

        (await _service.RiskOf(User).ReleaseAsync()).IsConfirmed.ShouldBeTrue();
        await _service.NextUntilAsync(() => HasEntryAsync(User));
    }

    [Fact]
    public async Task Positions_stay_with_their_stops()
    {
        await _service.NextUntilAsync(() => HasPositionAsync(User));
        await _service.RiskOf(User).KillAsync(KillPositions.Keep);
        (await _service.StatusesAsync(User)).Where(s => s.Phase == "Long").ShouldAllBe(s => s.ExitOrder != null);
        (await HasPositionAsync(User)).ShouldBeTrue();
    }

    [Fact]
    public async Task Positions_are_sold_where_that_is_asked_for_and_kept_before_it_was()
    {
        await _service.NextUntilAsync(() => HasPositionAsync(User));
        await _service.RiskOf(User).KillAsync(KillPositions.Keep);
        (await HasPositionAsync(User)).ShouldBeTrue();
        (await _service.RiskOf(User).KillAsync(KillPositions.Flatten)).IsConfirmed.ShouldBeTrue();
        (await HasPositionAsync(User)).ShouldBeFalse();
        (await _service.StatusesAsync(User)).ShouldAllBe(s => s.ExitOrder == null && s.EntryOrder == null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_survives_the_end_of_the_process(bool killed)
    {
        await _service.NextUntilAsync(() => HasEntryAsync(User));
        await _service.RiskOf(User).KillAsync(KillPositions.Keep);
        await RestartAsync(killed);
        (await _service.RiskOf(User).GetKillSwitchAsync()).Positions.ShouldBe(KillPositions.Keep);
        var others = false;
        await _service.NextAsync(40, async () =>
        {
            (await HasEntryAsync(User)).ShouldBeFalse();
            others |= await HasEntryAsync("bruno");
        });
        others.ShouldBeTrue();
    }

    [Fact]
    public async Task Traders_that_cannot_be_reached_are_told_later_even_after_a_crash()
    {
        await _service.NextUntilAsync(() => HasEntryAsync(User));
        await _service.KillAsync();
        _service.Stalling.Stalls = true;
        await _service.StartAgainAsync();
        var status = await _service.RiskOf(User).KillAsync(KillPositions.Keep);
        status.IsConfirmed.ShouldBeFalse();
        status.Pending.Length.ShouldBe(Symbols.Length);

        await _service.KillAsync();
        _service.Stalling.Stalls = false;
        await _service.StartAgainAsync();
        // Nobody asks for it and no candle comes: the reminder does it.
        _service.Time.Advance(TimeSpan.FromMinutes(2));
        await _service.ClockUntilAsync(async () => !await HasEntryAsync(User));
        await _service.ClockUntilAsync(async () => (await _service.RiskOf(User).GetKillSwitchAsync()).IsConfirmed);
        (await _service.RiskOf(User).GetKillSwitchAsync()).Pending.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trader_that_is_made_or_started_afterwards_makes_no_entry()
    {
        await _service.Trader(User, Symbols[0]).StopAsync();
        await _service.RiskOf("chandra").KillAsync(KillPositions.Keep);
        await _service.RiskOf(User).KillAsync(KillPositions.Keep);
        await _service.AddUserAsync("chandra");
        await _service.Trader(User, Symbols[0]).StartAsync();
        await _service.NextAsync(40, async () =>
        {
            (await HasEntryAsync("chandra")).ShouldBeFalse();
            (await HasEntryAsync(User)).ShouldBeFalse();
        });
    }

    [Fact]
    public async Task Turned_again_it_changes_nothing_and_released_without_reason_neither()
    {
        var released = await _service.RiskOf(User).ReleaseAsync();
        (released.Positions, released.Since, released.IsConfirmed).ShouldBe((null, 0, true));
        var first = await _service.RiskOf(User).KillAsync(KillPositions.Keep);
        _service.Time.Advance(TimeSpan.FromSeconds(1));
        (await _service.RiskOf(User).KillAsync(KillPositions.Keep)).Since.ShouldBe(first.Since);
    }

    private async Task RestartAsync(bool killed)
    {
        if (killed)
            await _service.KillAsync();
        else
            await _service.StopAsync();
        await _service.StartAgainAsync();
        await _service.ResumeAsync();
    }

    private async Task<bool> HasEntryAsync(string user) => (await _service.StatusesAsync(user)).Any(s => s.EntryOrder is not null || s.InFlight.Contains("entry"));

    private async Task<bool> HasPositionAsync(string user) => (await _service.StatusesAsync(user)).Any(s => s.Phase == "Long");
}
