using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using TradingBot.Billing;
using TradingBot.Grains.Storage;

namespace TradingBot.Grains.Billing;

/// <summary>Keeps news until the subscription has taken them; a reminder brings those back that a crash has left.</summary>
public sealed class PaymentInboxGrain(
    [PersistentState("payment-inbox", "grains")] IPersistentState<PaymentInboxState> state,
    ILogger<PaymentInboxGrain> logger) : StoredGrain<PaymentInboxState>(state), IPaymentInboxGrain, IRemindable
{
    private const string Reminder = "waiting";
    private const int MostSeen = 200;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private IGrainTimer? _timer;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.Waiting.Count > 0)
            HandOnSoon();
        return Task.CompletedTask;
    }

    public async Task PutAsync(PaymentNews news)
    {
        if (State.Seen.Contains(news.EventId))
            return;
        // Before the news: a reminder too many ends itself, news without one would wait for the next.
        if (State.Waiting.Count == 0)
            await this.RegisterOrUpdateReminder(Reminder, Again, Again);
        if (news.EventId.Length > 0)
        {
            State.Seen.Add(news.EventId);
            if (State.Seen.Count > MostSeen)
                State.Seen.RemoveAt(0);
        }

        State.Waiting.Add(news);
        // If it fails the event is in memory only, and whoever sends it again is not told that it is here.
        await SaveAsync();
        HandOnSoon();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (State.Waiting.Count > 0)
            HandOnSoon();
        else if (await this.GetReminder(Reminder) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    // Beside the calls: the subscription may be busy, and what comes meanwhile must be kept at once.
    private void HandOnSoon()
    {
        _timer ??= this.RegisterGrainTimer(
            _ => HandOnAsync(), new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
        _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private async Task HandOnAsync()
    {
        try
        {
            while (State.Waiting is [var news, ..])
            {
                await GrainFactory.GetGrain<IBillingGrain>(this.GetPrimaryKeyString()).TakeNewsAsync(news);
                State.Waiting.Remove(news);
            }

            // A crash before this repeats the last ones, which changes nothing.
            await SaveAsync();
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{User}: {Count} payment news wait; they are handed on again within {Delay}", this.GetPrimaryKeyString(), State.Waiting.Count, Again);
        }
    }
}

/// <summary>The durable state of an inbox.</summary>
public sealed class PaymentInboxState
{
    /// <summary>News that the subscription has not taken yet, oldest first.</summary>
    public List<PaymentNews> Waiting { get; init; } = [];

    /// <summary>Ids of the last events, oldest first.</summary>
    public List<string> Seen { get; init; } = [];
}
