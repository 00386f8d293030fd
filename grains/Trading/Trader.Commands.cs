using System.Diagnostics;
using TradingBot.Exchange;
using TradingBot.Exchange.Diagnostics;
using TradingBot.Notifications;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <content>Commands on their way to the exchange: durable before they leave, settled when their answer is missing.</content>
public sealed partial class Trader
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private long _sentAt;
    private long? _exitRefusedAt;
    private long _doubtfulSince;
    private (long OrderId, long At) _asked;
    private (long OrderId, long At) _askedOfDoubtful;

    private IExchange Exchange => _exchange ?? throw new VenueUnavailableException(_notReady);

    // Makes the state durable and sends what the machine plans, each intent written before it leaves. The answer to the last one
    // is written with whatever comes next: lost in a crash, it is asked for again.
    private async Task DrainAsync()
    {
        var planned = await PlanAsync();
        await _save();
        while (planned)
        {
            var answer = await SendAsync();
            if (answer.Outcome == VenueOutcome.Unknown)
            {
                Notify($"no answer from the exchange: {answer.Reason}", NotificationKind.Connection);
                if (!SetAside())
                    return;
                planned = await PlanAsync();
                await _save();
                continue;
            }

            TradingMetrics.OrderAnswered(_candleReceived);
            await CompleteAsync(answer);
            planned = await PlanAsync();
            if (planned)
                await _save();
        }
    }

    // An entry rests on the last closed candle: on an older one (missed candles, a restart, a late answer) it is not made at a venue
    // whose price has gone on.
    private async ValueTask<bool> PlanAsync()
    {
        if (_live is not null && _machine.WantedEntry is not null && !await IsLastClosedAsync())
            _machine.CancelOpenEntry();
        await AskAboveAsync();
        if (_live is not null && IsExitResting)
            _machine.HoldExit();
        if (!_machine.Plan())
            return false;
        // An exit that no candle has decided on, but a fill, belongs to the decision on the entry.
        _state.Trading.InFlight.Order.Trace ??= Activity.Current?.Id ?? _state.Trading.Entry.Trace;
        return true;
    }

    private async Task<bool> IsLastClosedAsync() =>
        Series is { } series && _state.Candle is { } candle
        && await _history.GetAsync(series, null, null, 1) is [var last] && last.OpenTime == candle.OpenTime;

    private async Task CompleteAsync(VenueAnswer answer)
    {
        // It has filled or ended: what its reports tell comes first, or what it has sold would be offered once more.
        if (answer.Outcome == VenueOutcome.OrderNotOpen && _state.Candle is { } candle)
            Book((await Exchange.AdvanceAsync(candle, _state.Acknowledged)).Reports);
        var isExit = _state.Trading.InFlight.IsExit;
        _journal?.Answer(answer.Reason);
        if (answer.Outcome is VenueOutcome.Refused or VenueOutcome.RefusedWouldTrigger or VenueOutcome.CancelledNotPlaced)
            Notify($"{(isExit ? "exit" : "entry")} refused: {answer.Reason}");
        else if (answer.Outcome == VenueOutcome.TryLater)
            Notify($"{(isExit ? "exit" : "entry")} not sent yet: {answer.Reason}");
        _machine.Complete(answer.Outcome);
        if (_live is not null && isExit && _state.Trading.ExitRefusals > TradingStateMachine.MaxExitRefusals)
            (_exitRefusedAt, _holdingAt) = (_time.GetTimestamp(), null);
    }

    // What the venue refuses again and again (the position is gone, say) is asked for after 1, 2, 4 … 60 s, at closes too, or it would
    // use up the weight with which the trader finds out.
    private bool IsExitResting => _exitRefusedAt is { } at && _state.Trading.ExitRefusals - TradingStateMachine.MaxExitRefusals is > 0 and var more
        && _time.GetElapsedTime(at) < TimeSpan.FromSeconds(Math.Min(1 << Math.Min(more - 1, 6), 60));

    private void Notify(string notice, NotificationKind kind = NotificationKind.Refused)
    {
        if (_state.Notice != notice)
            _journal?.Notice(notice, kind);
        _state.Notice = notice;
    }

    // Commands in flight whose answer never came, or was lost with the process: the venue is asked before anything else
    // happens, only what it has never seen is sent (again), and then what was to follow is sent too.
    private async Task<bool> SettleAsync()
    {
        await SettleDoubtfulAsync();
        while (_state.Trading.InFlight.Kind != CommandKind.None)
        {
            var answer = await AskAsync(_state.Trading.InFlight);
            if (answer.Outcome == VenueOutcome.Unknown)
            {
                if (_live is null)
                    throw new InvalidOperationException($"{_key}: {answer.Reason}");
                Notify($"no answer from the exchange: {answer.Reason}", NotificationKind.Connection);
                if (!SetAside())
                    return false;
                await DrainAsync();
                continue;
            }

            await CompleteAsync(answer);
            // What a replacement that was not sent any more leaves open goes too.
            if (answer.Outcome == VenueOutcome.Refused && !_machine.EntriesAllowed)
                _machine.CancelOpenEntry();
            await DrainAsync();
            // Sent just now and unanswered: asked again when there has been time for it.
            if (_live is not null && _state.Trading.InFlight.Kind != CommandKind.None)
                return false;
        }

        return true;
    }

    private async Task<VenueAnswer> AskAsync(VenueCommand command)
    {
        if (_live is not null && command.Kind != CommandKind.Cancel && !IsTimeToAsk(ref _asked, command, _sentAt))
            return new(VenueOutcome.Unknown, "the exchange is asked again in a moment");
        if (command.Kind != CommandKind.Cancel && await Exchange.FindAsync(command.Order.Id) != VenueKnowledge.Unknown)
            return await EndReplacedAsync(command);
        if (_live is not null && command.Kind != CommandKind.Cancel)
        {
            // The venue takes an id once only while its order is open: what arrives later than the order's end would be a second one.
            // An entry is set aside for as long.
            if (!command.IsExit || _time.GetElapsedTime(_sentAt) < _live.LifetimeOf(isExit: true))
                return new(VenueOutcome.Unknown, "it may still be on its way; the exchange is asked again");
        }

        if (command.Kind != CommandKind.Place && await Exchange.FindAsync(command.CancelId) != VenueKnowledge.Open)
            return new(VenueOutcome.OrderNotOpen, "");
        if (command is { IsExit: false, Kind: not CommandKind.Cancel } && await DecideAsync(command.Order) is { IsAllowed: false } decision)
            return new(VenueOutcome.Refused, decision.ToString());
        return await SendAsync();
    }

    // Whatever wakes the trader meanwhile: once in two seconds, and when the order cannot arrive any more.
    private bool IsTimeToAsk(ref (long OrderId, long At) last, VenueCommand command, long sentAt)
    {
        var isOver = _time.GetElapsedTime(sentAt) >= _live!.LifetimeOf(command.IsExit);
        if (last.OrderId == command.Order.Id && !isOver && _time.GetElapsedTime(last.At) < AskAgainAfter)
            return false;
        last = (command.Order.Id, _time.GetTimestamp());
        return true;
    }

    // The new order is there. Where a venue replaces in two steps, the old one may be there too.
    private async Task<VenueAnswer> EndReplacedAsync(VenueCommand command)
    {
        if (_live is null || command.Kind != CommandKind.Replace || await Exchange.FindAsync(command.CancelId) != VenueKnowledge.Open)
            return VenueAnswer.Accepted;
        var answer = await Exchange.CancelAsync(command.CancelId);
        return answer.Outcome is VenueOutcome.Accepted or VenueOutcome.OrderNotOpen
            ? VenueAnswer.Accepted
            : new(VenueOutcome.Unknown, answer.Reason);
    }

    private bool SetAside()
    {
        if (_live is null || !_machine.SetAside())
            return false;
        _doubtfulSince = _time.GetTimestamp();
        return true;
    }

    // An entry that was set aside. What the venue does not know when a request that old is not taken any more, is not there; it is
    // made anew if its candle is still the last one.
    private async Task SettleDoubtfulAsync()
    {
        if (_live is null || _state.Trading.Doubtful is not { Kind: not CommandKind.None } command || !IsTimeToAsk(ref _askedOfDoubtful, command, _doubtfulSince))
            return;
        if (await Exchange.FindAsync(command.Order.Id) != VenueKnowledge.Unknown)
        {
            if ((await EndReplacedAsync(command)).Outcome == VenueOutcome.Accepted)
                _machine.CompleteDoubtful(isThere: true);
        }
        else if (_time.GetElapsedTime(_doubtfulSince) >= _live.LifetimeOf(isExit: false))
        {
            _machine.CompleteDoubtful(isThere: false, isWanted: _machine.EntriesAllowed && await IsLastClosedAsync());
        }
    }

    private async Task<VenueAnswer> SendAsync()
    {
        var command = _state.Trading.InFlight;
        using var span = Tracing.Resume("order", ActivityKind.Client, command.Order.Trace);
        var answer = await (command.Kind switch
        {
            CommandKind.Place => Exchange.PlaceAsync(Request(command)),
            CommandKind.Cancel => Exchange.CancelAsync(command.CancelId),
            _ => Exchange.ReplaceAsync(command.CancelId, Request(command)),
        });
        // It left at some time before: it may have waited for its turn.
        _sentAt = _time.GetTimestamp();
        TradingMetrics.CommandAnswered(Mode, command.IsExit, answer.Outcome);
        span?.SetTag("command", command.Kind.ToString()).SetTag("purpose", command.IsExit ? "exit" : "entry")
            .SetTag("order", IdOf(command.Order.Id)).SetTag("outcome", answer.Outcome.ToString());
        return answer;
    }

    private string IdOf(long orderId) => ClientOrderIds.Of(_orderPrefix, orderId);

    private OrderRequest Request(VenueCommand command)
    {
        var order = command.Order;
        return new(
            _key.Symbol, order.Id, IdOf(order.Id), order.Side, order.Type, order.Quantity, order.Trigger,
            order.Limit, command.IsExit, _machine.Rules.Leverage, _state.Candle ?? default);
    }
}
