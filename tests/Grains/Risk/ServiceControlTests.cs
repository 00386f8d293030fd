using TradingBot.Grains.Trading.Risk;
using TradingBot.Trading.Risk;

namespace TradingBot.Tests.Grains.Risk;

/// <summary>The mode of the whole service reaches every trader, whatever ends in between.</summary>
public sealed class ServiceControlTests : IAsyncLifetime
{
    private static readonly string[] Users = ["alice", "bruno", "chandra"];
    private TradingFixture _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await TradingFixture.StartAsync();
        foreach (var user in Users)
            await _service.AddUserAsync(user, stalling: user != Users[1]);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Set_it_is_pushed_to_every_trader_and_holds_until_it_is_released()
    {
        await _service.NextUntilAsync(EverybodyHasEntryAsync);
        (await _service.Service.KillAsync(KillPositions.Keep, "admin")).IsDone.ShouldBeFalse();
        await DoneAsync();
        var status = await _service.Service.GetStatusAsync();
        (status.Mode, status.By, status.Confirmed, status.Waiting).ShouldBe((ServiceMode.KilledKeep, "admin", Users.Length, 0));
        await _service.NextAsync(30, async () => (await AnybodyHasEntryAsync()).ShouldBeFalse());

        await _service.Service.ReleaseAsync("admin");
        await DoneAsync();
        await _service.NextUntilAsync(EverybodyHasEntryAsync);
    }

    [Fact]
    public async Task Pushed_it_cancels_open_entries_without_any_candle_and_sells_where_that_is_asked_for()
    {
        await _service.NextUntilAsync(async () => await AnybodyHasEntryAsync() && await AnybodyHasPositionAsync());
        await _service.Service.KillAsync(KillPositions.Flatten, "admin");
        await DoneAsync();
        (await AnybodyHasEntryAsync()).ShouldBeFalse();
        (await AnybodyHasPositionAsync()).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_before_anybody_or_with_somebody_told_it_is_completed_afterwards(bool nobody)
    {
        await _service.NextUntilAsync(EverybodyHasEntryAsync);
        if (!nobody)
        {
            await _service.StopAsync();
            _service.Stalling.Stalls = true;
            await _service.StartAgainAsync();
        }

        await _service.Service.KillAsync(KillPositions.Keep, "admin");
        if (!nobody)
        {
            await _service.ClockUntilAsync(async () => await _service.Service.GetStatusAsync() is { Confirmed: 1, Waiting: 2 });
            (await HasEntryAsync(Users[1])).ShouldBeFalse();
        }

        await _service.KillAsync();
        _service.Stalling.Stalls = false;
        await _service.StartAgainAsync();
        // Nobody asks for it and no candle comes: the reminder does it.
        _service.Time.Advance(TimeSpan.FromMinutes(2));
        await _service.ClockUntilAsync(async () => !await AnybodyHasEntryAsync());
        await DoneAsync();
        (await _service.Service.GetStatusAsync()).Confirmed.ShouldBe(Users.Length);
    }

    [Fact]
    public async Task A_user_who_comes_later_pulls_it_also_after_a_restart()
    {
        await _service.Service.SetModeAsync(ServiceMode.EntriesPaused, "admin");
        await DoneAsync();
        await _service.AddUserAsync("aaron");
        await _service.NextAsync(20, async () => (await HasEntryAsync("aaron")).ShouldBeFalse());
        await _service.KillAsync();
        await _service.StartAgainAsync();
        await _service.ResumeAsync();
        await _service.NextAsync(20, async () => (await HasEntryAsync("aaron")).ShouldBeFalse());
        (await _service.Trader("aaron", TradingFixture.Symbols[0]).GetStatusAsync()).Risk!.BlockedBy.ShouldBe(RiskRule.ServicePaused);
    }

    [Fact]
    public async Task The_kill_switch_ends_by_its_release_alone()
    {
        (await _service.Service.SetModeAsync(ServiceMode.EntriesPaused, "a"))!.Mode.ShouldBe(ServiceMode.EntriesPaused);
        (await _service.Service.ReleaseAsync("a")).Mode.ShouldBe(ServiceMode.EntriesPaused, "there is nothing to release");
        (await _service.Service.KillAsync(KillPositions.Keep, "b")).Mode.ShouldBe(ServiceMode.KilledKeep);
        (await _service.Service.SetModeAsync(ServiceMode.Normal, "c")).ShouldBeNull();
        (await _service.Service.KillAsync(KillPositions.Flatten, "d")).Mode.ShouldBe(ServiceMode.KilledFlatten);
        var released = await _service.Service.ReleaseAsync("e");
        (released.Mode, released.By).ShouldBe((ServiceMode.Normal, "e"));
    }

    [Fact]
    public async Task The_users_own_switch_stays_when_the_services_is_released()
    {
        await _service.RiskOf("alice").KillAsync(KillPositions.Keep);
        await _service.Service.KillAsync(KillPositions.Keep, "admin");
        await DoneAsync();
        await _service.Service.ReleaseAsync("admin");
        await DoneAsync();
        var others = false;
        await _service.NextAsync(30, async () =>
        {
            (await HasEntryAsync("alice")).ShouldBeFalse();
            others |= await HasEntryAsync("bruno");
        });
        others.ShouldBeTrue();
    }

    [Fact]
    public void The_local_copy_never_goes_back()
    {
        var local = new ServiceSwitch();
        local.BlockedBy.ShouldBe(RiskRule.NotKnown);
        local.Set(new(ServiceMode.KilledKeep, 5));
        local.Set(new(ServiceMode.Normal, 4));
        local.BlockedBy.ShouldBe(RiskRule.ServiceKillSwitch);
        local.Set(new(ServiceMode.Normal, 6));
        local.BlockedBy.ShouldBe(RiskRule.None);
    }

    private Task DoneAsync() => _service.ClockUntilAsync(async () => (await _service.Service.GetStatusAsync()).IsDone);

    private async Task<bool> EverybodyHasEntryAsync() => Array.TrueForAll(await Task.WhenAll(Users.Select(HasEntryAsync)), static has => has);

    private async Task<bool> AnybodyHasEntryAsync() => Array.Exists(await Task.WhenAll(Users.Select(HasEntryAsync)), static has => has);

    private async Task<bool> AnybodyHasPositionAsync() =>
        (await Task.WhenAll(Users.Select(_service.StatusesAsync))).SelectMany(static s => s).Any(s => s.Phase == "Long");

    private async Task<bool> HasEntryAsync(string user) => (await _service.StatusesAsync(user)).Any(s => s.EntryOrder is not null || s.InFlight.Contains("entry"));
}
