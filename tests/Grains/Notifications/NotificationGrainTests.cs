using System.Collections.Immutable;
using TradingBot.Notifications;

namespace TradingBot.Tests.Grains.Notifications;

/// <summary>What a user is told: durable, in order, once, as the user prefers.</summary>
public sealed class NotificationGrainTests : IAsyncLifetime
{
    private const string User = "alice";
    private const long Chat = 42;
    private GrainFixture _service = null!;

    private INotificationGrain Notifications => _service.Grains.GetGrain<INotificationGrain>(User);

    private INotificationDeskGrain Desk => _service.Grains.GetGrain<INotificationDeskGrain>(INotificationDeskGrain.Key);

    public async ValueTask InitializeAsync() => _service = await GrainFixture.StartAsync(new ScriptedFeed());

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Without_a_chat_nothing_is_kept()
    {
        (await Notifications.EnqueueAsync([One(1)])).ShouldBeFalse();
        await Notifications.LinkAsync(Chat);
        (await Notifications.TakeAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_told_survives_a_kill_and_is_kept_once()
    {
        await Notifications.LinkAsync(Chat);
        (await Notifications.EnqueueAsync([One(1), One(2)])).ShouldBeTrue();
        await _service.KillAsync();
        await _service.StartAgainAsync();

        (await Notifications.EnqueueAsync([One(2), One(3)])).ShouldBeTrue();
        var batch = (await Notifications.TakeAsync()).ShouldNotBeNull();
        batch.ChatId.ShouldBe(Chat);
        batch.Items.Select(i => i.Notification.Number).ShouldBe([1, 2, 3]);
        batch.Items.Select(i => i.Id).ShouldBe([1, 2, 3]);

        (await Notifications.ConfirmAsync(2)).ShouldBe(1);
        await _service.KillAsync();
        await _service.StartAgainAsync();
        (await Notifications.TakeAsync()).ShouldNotBeNull().Items.Single().Id.ShouldBe(3);
        (await Notifications.ConfirmAsync(3)).ShouldBe(0);
        (await Notifications.TakeAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Who_delivers_learns_of_it_also_after_a_kill()
    {
        await Notifications.LinkAsync(Chat);
        var waiting = Desk.WaitAsync(0, 10);
        await Notifications.EnqueueAsync([One(1)]);
        var announced = (await waiting).ShouldHaveSingleItem();
        announced.UserId.ShouldBe(User);

        await _service.KillAsync();
        await _service.StartAgainAsync();
        (await Desk.WaitAsync(0, 10)).ShouldHaveSingleItem().ShouldBe(announced);

        await Notifications.ConfirmAsync((await Notifications.TakeAsync())!.Items[^1].Id);
        (await Notifications.TakeAsync()).ShouldBeNull();
        await Notifications.EnqueueAsync([One(2)]);
        await Desk.ClearAsync(announced);
        var later = (await Desk.WaitAsync(announced.Number, 10)).ShouldHaveSingleItem();
        later.Number.ShouldBeGreaterThan(announced.Number, "what came between the last look and the all-clear is not lost");
    }

    [Fact]
    public async Task Each_kind_is_told_as_the_user_prefers()
    {
        await Notifications.LinkAsync(Chat);
        var levels = ImmutableSortedDictionary<NotificationKind, NotificationLevel>.Empty
            .Add(NotificationKind.Entry, NotificationLevel.Off).Add(NotificationKind.Exit, NotificationLevel.Silent);
        (await Notifications.SetPreferencesAsync(NotificationPreferences.Default with { Levels = levels })).ShouldBeEmpty();
        await Notifications.EnqueueAsync([One(1), One(2, NotificationKind.Exit), One(3, NotificationKind.Risk)]);
        (await Notifications.TakeAsync())!.Items.Select(i => (i.Notification.Number, i.IsSilent)).ShouldBe([(2, true), (3, false)]);

        await Notifications.SetPreferencesAsync(NotificationPreferences.Default with { IsStopped = true });
        await Notifications.EnqueueAsync([One(4, NotificationKind.Security)]);
        (await Notifications.TakeAsync())!.Items.Select(i => i.Notification.Number).ShouldBe([4]);
    }

    [Fact]
    public async Task Quiet_hours_take_the_sound_away_in_the_users_own_time()
    {
        await Notifications.LinkAsync(Chat);
        await Notifications.EnqueueAsync([One(1), One(2, NotificationKind.Security)]);

        // Kolkata is 5:30 ahead of UTC.
        const int day = NotificationPreferences.Day;
        var now = ((int)_service.Time.GetUtcNow().TimeOfDay.TotalMinutes + 330) % day;
        await Notifications.SetPreferencesAsync(NotificationPreferences.Default with { Quiet = new((now + day - 450) % day, (now + 30) % day) });
        (await Notifications.TakeAsync())!.Items.Select(i => i.IsSilent).ShouldBe([true, false]);
        _service.Time.Advance(TimeSpan.FromMinutes(31));
        (await Notifications.TakeAsync())!.Items.Select(i => i.IsSilent).ShouldBe([false, false]);
    }

    [Fact]
    public async Task Preferences_that_make_no_sense_are_refused()
    {
        var levels = ImmutableSortedDictionary<NotificationKind, NotificationLevel>.Empty.Add(NotificationKind.Security, NotificationLevel.Off);
        var errors = await Notifications.SetPreferencesAsync(new(levels, false, "Mars/Olympus", new(60, 60), NotificationPreferences.Day));
        errors.Select(e => e.Field).ShouldBe(["levels", "timeZone", "quiet", "reportAt"]);
        (await Notifications.GetAsync()).Preferences.ShouldBe(NotificationPreferences.Default);
    }

    [Fact]
    public async Task Of_stops_that_wait_only_the_last_is_told()
    {
        await Notifications.LinkAsync(Chat);
        await Notifications.EnqueueAsync([One(1, NotificationKind.Stop), One(2), One(3, NotificationKind.Stop)]);
        (await Notifications.TakeAsync())!.Items.Select(i => i.Notification.Number).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task Who_has_blocked_the_bot_is_told_when_they_write_again_and_not_without_end()
    {
        await Notifications.LinkAsync(Chat);
        await Notifications.ReportUnreachableAsync(Chat);
        await Notifications.EnqueueAsync([.. Enumerable.Range(1, 250).Select(n => One(n))]);
        (await Notifications.TakeAsync()).ShouldBeNull();
        // The clock is the caller's too: who is not there yet when it moves would be given up.
        await Desk.ClearAsync(new(0, User));
        var look = Desk.WaitAsync(0, 1);
        await _service.Time.AdvanceUntilAsync(look, INotificationDeskGrain.LongestWait / 20);
        (await look).ShouldBeEmpty();

        await Notifications.HearAsync(Chat);
        var batch = (await Notifications.TakeAsync())!;
        (batch.Items[0].Notification.Number, batch.Items.Length, batch.More, batch.Dropped).ShouldBe((51, 20, 180, 50));
        (await Desk.WaitAsync(0, 1)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_has_expired_needs_no_telling()
    {
        await Notifications.LinkAsync(Chat);
        await Notifications.EnqueueAsync([One(1, NotificationKind.Security) with { ExpiresAt = _service.Time.GetUtcNow().ToUnixTimeMilliseconds() + 60_000 }]);
        _service.Time.Advance(TimeSpan.FromMinutes(1));
        (await Notifications.TakeAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Another_chat_takes_the_place_of_the_first()
    {
        (await Notifications.LinkAsync(Chat)).ShouldBeNull();
        (await Notifications.LinkAsync(Chat + 1)).ShouldBe(Chat);
        await Notifications.UnlinkAsync(Chat);
        (await Notifications.GetAsync()).ChatId.ShouldBe(Chat + 1);
        await Notifications.UnlinkAsync(Chat + 1);
        (await Notifications.GetAsync()).ChatId.ShouldBeNull();
    }

    private static Notification One(long number, NotificationKind kind = NotificationKind.Entry) =>
        new("spot:BTCUSDT", number, kind, 0, $"number {number}", []);
}
