using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Grains.Storage;
using TradingBot.Journal;
using TradingBot.Notifications;

namespace TradingBot.Grains.Notifications;

/// <summary>Gives a <see cref="NotificationBook"/> its durable state, and the daily report its time.</summary>
public sealed class NotificationGrain(
    [PersistentState("notifications", "grains")] IPersistentState<NotificationState> state, TimeProvider time)
    : StoredGrain<NotificationState>(state), INotificationGrain, IRemindable
{
    private const string ReportReminder = "report";

    // A tick that does its work sets the next one; one that fails comes again.
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    private NotificationBook _book = null!;
    private bool _isAnnounced;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new(State);
        return Task.CompletedTask;
    }

    public async Task<bool> EnqueueAsync(ImmutableArray<Notification> notifications)
    {
        if (_book.Add(notifications))
            await SaveAsync();
        await AnnounceAsync();
        return State.ChatId is not null;
    }

    public Task<NotificationView> GetAsync() =>
        Task.FromResult(new NotificationView(State.Preferences, State.ChatId, State.IsUnreachable, State.Waiting.Count));

    public async Task<ImmutableArray<ValidationError>> SetPreferencesAsync(NotificationPreferences preferences)
    {
        if (preferences.Validate() is { IsEmpty: false } errors)
            return errors;
        State.Preferences = preferences;
        await ArmReportAsync();
        await SaveAsync();
        return [];
    }

    public async Task<long?> LinkAsync(long chatId)
    {
        var before = State.ChatId;
        (State.ChatId, State.IsUnreachable) = (chatId, false);
        await ArmReportAsync();
        await SaveAsync();
        await AnnounceAsync();
        return before == chatId ? null : before;
    }

    public async Task UnlinkAsync(long chatId)
    {
        if (State.ChatId != chatId)
            return;
        (State.ChatId, State.IsUnreachable, State.Dropped) = (null, false, 0);
        State.Waiting.Clear();
        await ArmReportAsync();
        await SaveAsync();
    }

    public async Task HearAsync(long chatId)
    {
        if (State.ChatId != chatId || !State.IsUnreachable)
            return;
        State.IsUnreachable = false;
        await SaveAsync();
        await AnnounceAsync();
    }

    public Task<NotificationBatch?> TakeAsync()
    {
        var next = _book.Next(Now);
        _isAnnounced &= next is not null;
        return Task.FromResult(next);
    }

    public async Task<int> ConfirmAsync(long throughId)
    {
        if (_book.Confirm(throughId, Now))
            await SaveAsync();
        return State.Waiting.Count;
    }

    public async Task ReportUnreachableAsync(long chatId)
    {
        if (State.ChatId != chatId || State.IsUnreachable)
            return;
        State.IsUnreachable = true;
        _isAnnounced = false;
        await SaveAsync();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var now = Now;
        if (State.ReportDueAt == 0 || State.ReportDueAt > now)
            return;
        if (State.Preferences.LevelOf(NotificationKind.Report) != NotificationLevel.Off)
        {
            var journal = GrainFactory.GetGrain<IJournalGrain>(this.GetPrimaryKeyString());
            _book.Add([await DailyReport.MakeAsync(journal.GetReportAsync, State.Preferences.TimeZone, State.ReportDueAt)]);
        }

        await ArmReportAsync();
        await SaveAsync();
        await AnnounceAsync();
    }

    // Told once, until nothing more is found: what comes meanwhile is found with the rest.
    private async Task AnnounceAsync()
    {
        if (_isAnnounced || State.Waiting.Count == 0 || State.ChatId is null || State.IsUnreachable)
            return;
        await GrainFactory.GetGrain<INotificationDeskGrain>(INotificationDeskGrain.Key).AnnounceAsync(this.GetPrimaryKeyString());
        _isAnnounced = true;
    }

    // Before the save: a reminder too many finds nothing to do.
    private async Task ArmReportAsync()
    {
        var due = State is { ChatId: not null, Preferences.ReportAt: { } minute } ? LocalTime.Next(minute, State.Preferences.TimeZone, Now) : 0;
        if (due == State.ReportDueAt)
            return;
        State.ReportDueAt = due;
        if (due > 0)
            await this.RegisterOrUpdateReminder(ReportReminder, TimeSpan.FromMilliseconds(due - Now), Again);
        else if (await this.GetReminder(ReportReminder) is { } reminder)
            await this.UnregisterReminder(reminder);
    }
}
