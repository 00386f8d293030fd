using TradingBot.Exchange;
using TradingBot.Notifications;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <content>A venue that goes on by itself: connected, lost and found again.</content>
public sealed partial class Trader
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private ILiveExchange? _live;
    private string _notReady = "connecting to the venue";
    private string _venueHold = "";
    private string _subscriptionHold = "";

    /// <summary>Why it does not trade though it is started, or makes no entries; empty when nothing stands in its way.</summary>
    public string NotTrading =>
        !NeedsCandles ? "" : !IsReady ? _notReady : _state.RunState == TraderRunState.Running ? EntryHold : "";

    /// <summary>Whether the exchange is there and the trader knows where its orders stand.</summary>
    public bool IsReady => _exchange is not null && (_live is null || _notReady.Length == 0);

    private bool IsSimulated => _exchange is not null && _live is null;

    /// <summary>
    /// When it wants <see cref="LookAsync"/> to be called though nothing was reported: something is unanswered, held back, or the
    /// venue is lost. Null for never.
    /// </summary>
    public TimeSpan? Attention =>
        _live is null ? null
        : _state.Trading.InFlight.Kind != CommandKind.None || _state.Trading.Doubtful.Kind != CommandKind.None ? AskAgainAfter
        : !IsReady || _machine.IsHeldBack ? RetryAfter
        : SurveyEvery;

    /// <summary>Takes up a venue: trades by its filters, books what it reports, and settles what was under way.</summary>
    /// <exception cref="VenueUnavailableException">The venue cannot be asked; to be tried again by <see cref="LookAsync"/>.</exception>
    public async Task ConnectAsync(ILiveExchange venue)
    {
        (_exchange, _live, _symbol, _feeRate) = (venue, venue, venue.Symbol, venue.FeeRate);
        _notReady = "reconciling with the venue";
        if (_state.Settings is { } settings)
            _machine.Rules = RulesOf(settings);
        if (_state.Acknowledged >= 0)
            venue.Resume(_state.Acknowledged, [.. MayFill.Select(static o => (o.Id, o.Filled))]);
        BeginSurveys();
        await LookAsync();
    }

    /// <summary>The venue is out of reach, or may not be used: nothing is sent until it is back.</summary>
    /// <param name="reason">Why, for the user.</param>
    public void Lose(string reason)
    {
        _notReady = reason;
        Notify(reason, NotificationKind.Connection);
    }

    /// <summary>The connection is gone and will be made anew.</summary>
    public void Disconnect(string reason)
    {
        if (_live is not null)
            (_exchange, _live) = (null, null);
        if (_exchange is null)
            Lose(reason);
    }

    /// <summary>Books what has happened at the venue, settles and sends what waits.</summary>
    /// <exception cref="VenueUnavailableException">The venue cannot be asked.</exception>
    public async Task LookAsync()
    {
        if (_live is null)
            return;
        if (_state.Acknowledged < 0)
            await BeginBehindHistoryAsync(_live);
        if (_state.RestoredBehind is { } known)
            await EndForgottenAsync(_live, known);
        var survey = await SurveyAsync();
        if (!await SettleAsync())
            return;
        _machine.Retry();
        VenueStep step;
        do
        {
            step = await Exchange.AdvanceAsync(_state.Candle ?? default, _state.Acknowledged);
            Book(step.Reports);
            await DrainAsync();
        }
        while (!step.AtClose && _state.Trading.InFlight.Kind == CommandKind.None);
        _notReady = "";
        if (survey is not null && step.AtClose)
            await TakeAsync(survey);
    }

    /// <summary>Holds entries back because of the venue or the key for it; an empty reason lets them go on.</summary>
    /// <exception cref="VenueUnavailableException">The venue cannot be asked; entries are held back all the same.</exception>
    public Task HoldEntriesAsync(string reason) => HoldAsync(ref _venueHold, reason);

    /// <summary>The same because of the user's subscription.</summary>
    /// <exception cref="VenueUnavailableException">The venue cannot be asked; entries are held back all the same.</exception>
    public Task HoldEntriesForSubscriptionAsync(string reason) => HoldAsync(ref _subscriptionHold, reason);

    private string EntryHold => _venueHold.Length > 0 ? _venueHold : _subscriptionHold;

    private Task HoldAsync(ref string hold, string reason)
    {
        if (hold == reason)
            return Task.CompletedTask;
        hold = reason;
        Allow();
        return reason.Length == 0 ? Task.CompletedTask : EndEntryAsync(reason);
    }

    private async Task EndEntryAsync(string reason)
    {
        Notify($"no entries: {reason}", NotificationKind.Risk);
        _machine.CancelOpenEntry();
        await _save();
        if (IsReady && await SettleAsync())
            await DrainAsync();
    }

    private IEnumerable<TradeOrder> MayFill => _state.Trading is var t
        ? new[] { t.Entry, t.Exit }.Where(static o => o.MayFill)
            .Concat(new[] { t.InFlight, t.Doubtful }.Where(static c => c.Kind is CommandKind.Place or CommandKind.Replace).Select(static c => c.Order))
            .DistinctBy(static o => o.Id)
        : [];

    // Each venue counts its reports in its own way; what one has acknowledged says nothing to the next.
    private void GoTo(TradingMode from, TradingMode to)
    {
        _state.AcknowledgedElsewhere[from] = _state.Acknowledged;
        _state.Acknowledged = _state.AcknowledgedElsewhere.GetValueOrDefault(to, to == TradingMode.Paper ? 0 : TraderState.UnknownHistory);
        _state.Totals = TradeTotals.None;
        _state.Trades.Clear();
        _state.ForeignPosition = default;
        _machine.Reset();
    }

    // What was placed between the backup and the end of the state that is lost. Its fills are reported and booked; an order that is
    // still open would fill beside those of this life.
    private async Task EndForgottenAsync(ILiveExchange venue, long lastKnown)
    {
        var history = await venue.GetHistoryAsync();
        foreach (var intent in history.Open.Where(i => i > lastKnown && i != _state.Trading.InFlight.Order.Id))
        {
            if (await venue.CancelAsync(intent) is { Outcome: not (VenueOutcome.Accepted or VenueOutcome.OrderNotOpen) } answer)
                throw new VenueUnavailableException($"an order from before the restore cannot be cancelled: {answer.Reason}");
        }

        _state.Trading.LastOrderId = Math.Max(_state.Trading.LastOrderId, history.LastIntent);
        _state.RestoredBehind = null;
        await _save();
    }

    // A venue may remember a trader that has no memory of it (another data folder, a return to this mode): its old fills are not
    // booked again, and its order ids not used again.
    private async Task BeginBehindHistoryAsync(ILiveExchange venue)
    {
        var history = await venue.GetHistoryAsync();
        _state.Acknowledged = history.LastSequence;
        venue.Resume(history.LastSequence, []);
        _state.Trading.LastOrderId = Math.Max(_state.Trading.LastOrderId, history.LastIntent);
        await _save();
    }
}
