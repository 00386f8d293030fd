using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using TradingBot.Billing;
using TradingBot.Grains.Storage;

namespace TradingBot.Grains.Billing;

/// <summary>Keeps news until the subscription has taken them; a reminder brings those back that a crash has left.</summary>
public sealed class PaymentInboxGrain : Grain, IPaymentInboxGrain, IRemindable
{
    private const string Reminder = "waiting";
    private const int MostSeen = 200;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private readonly IPersistentState<PaymentInboxState> _state;
    private readonly ILogger<PaymentInboxGrain> _logger;
    private readonly SerialWriter _writer;
    private IGrainTimer? _timer;

    public PaymentInboxGrain(
        [PersistentState("payment-inbox", "grains")] IPersistentState<PaymentInboxState> state, ILogger<PaymentInboxGrain> logger)
    {
        (_state, _logger) = (state, logger);
        _writer = new(() => state.WriteStateAsync());
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_state.State.Waiting.Count > 0)
            HandOnSoon();
        return Task.CompletedTask;
    }

    public async Task PutAsync(PaymentNews news)
    {
        if (news.EventId.Length > 0)
        {
            if (_state.State.Seen.Contains(news.EventId))
                return;
            _state.State.Seen.Add(news.EventId);
            if (_state.State.Seen.Count > MostSeen)
                _state.State.Seen.RemoveAt(0);
        }

        try
        {
            // Before the news: a reminder too many ends itself, news without one would wait for the next.
            if (_state.State.Waiting.Count == 0)
                await this.RegisterOrUpdateReminder(Reminder, Again, Again);
            _state.State.Waiting.Add(news);
            await _writer.WriteAsync();
        }
        catch
        {
            // The event is in memory only: whoever sends it again must not be told that it is here.
            DeactivateOnIdle();
            throw;
        }

        HandOnSoon();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (_state.State.Waiting.Count > 0)
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
            while (_state.State.Waiting is [var news, ..])
            {
                await GrainFactory.GetGrain<IBillingGrain>(this.GetPrimaryKeyString()).TakeNewsAsync(news);
                _state.State.Waiting.Remove(news);
            }

            // A crash before this repeats the last ones, which changes nothing.
            await _writer.WriteAsync();
        }
        catch (Exception failure)
        {
            _logger.LogWarning(failure, "{User}: {Count} payment news wait; they are handed on again within {Delay}", this.GetPrimaryKeyString(), _state.State.Waiting.Count, Again);
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
