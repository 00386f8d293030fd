using System.Collections.Immutable;
using TradingBot.Exchange;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <content>What others do at the venue: orders that should not be there, and a position changed by hand.</content>
public sealed partial class Trader
{
    private const int MaxQueries = 10;
    private static readonly TimeSpan SurveyEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HoldingEvery = TimeSpan.FromSeconds(60);

    private ImmutableArray<ForeignOrder> _foreign = [];
    private (Fixed8 Held, Fixed8 Actual)? _suspected;
    private long _surveyedAt;
    private long? _holdingAt;

    private void BeginSurveys()
    {
        // Connecting has asked for all orders.
        _surveyedAt = _time.GetTimestamp();
        (_holdingAt, _suspected) = (null, null);
    }

    private async ValueTask<VenueSurvey?> SurveyAsync()
    {
        if (_time.GetElapsedTime(_surveyedAt) < SurveyEvery)
            return null;
        _surveyedAt = _time.GetTimestamp();
        return await _live!.SurveyAsync(withHolding: _suspected is not null || _holdingAt is not { } at || _time.GetElapsedTime(at) >= HoldingEvery);
    }

    private async Task TakeAsync(VenueSurvey survey)
    {
        _foreign = survey.Foreign;
        foreach (var stray in survey.Own.Where(IsStray).Take(MaxQueries))
            await EndStrayAsync(stray);
        if (survey.Holding is not { } actual || _state.Trading is not { InFlight.Kind: CommandKind.None, Doubtful.Kind: CommandKind.None })
            return;
        _holdingAt = _time.GetTimestamp();
        await CompareAsync(actual);
    }

    // It bears this trader's id, and the trader does not know it as open: of a life that was forgotten, or come later than it may.
    private bool IsStray(long id) => _state.Trading is var t
        && !(t.Entry.IsLive && t.Entry.Id == id) && !(t.Exit.IsLive && t.Exit.Id == id)
        && !Concerns(t.InFlight, id) && !Concerns(t.Doubtful, id);

    private static bool Concerns(VenueCommand command, long id) =>
        command.Kind != CommandKind.None && (command.CancelId == id || (command.Kind != CommandKind.Cancel && command.Order.Id == id));

    // The list may be older than what the trader has been told since.
    private async Task EndStrayAsync(long id)
    {
        if (await Exchange.FindAsync(id) != VenueKnowledge.Open)
            return;
        Notify($"order {ClientOrderIds.Of(_orderPrefix, id)} is open at the venue though it should not be; it is cancelled");
        await Exchange.CancelAsync(id);
        await _save();
    }

    // A fill that has not been told yet looks the same. What is still so when all has been asked for anew was done by somebody else.
    private async Task CompareAsync(Fixed8 actual)
    {
        var held = _state.Trading.Held;
        var difference = actual - held - _state.ForeignPosition;
        // On spot the account may well have more of the asset than the trader.
        if (_symbol.Id.Market == MarketType.Spot && difference > Fixed8.Zero)
            difference = Fixed8.Zero;
        if (difference.IsZero)
        {
            _suspected = null;
        }
        else if (_suspected != (held, actual))
        {
            _suspected = (held, actual);
            _live!.Distrust();
        }
        else
        {
            _suspected = null;
            await TakeOverAsync(difference);
        }
    }

    private async Task TakeOverAsync(Fixed8 difference)
    {
        var (held, foreign) = (_state.Trading.Held, _state.ForeignPosition);
        var wasLong = _state.Trading.Phase == TradePhase.Long;
        if (difference > Fixed8.Zero)
        {
            if (wasLong && foreign >= Fixed8.Zero && _state.Settings!.ManualChange == ManualChange.Adopt)
                held += difference;
            else
                foreign += difference;
        }
        else
        {
            // What is not the trader's goes first, then what is; a short position remains.
            var others = Fixed8.Min(Fixed8.Max(foreign, Fixed8.Zero), -difference);
            var own = Fixed8.Min(Fixed8.Max(held, Fixed8.Zero), -difference - others);
            (held, foreign) = (held - own, foreign + difference + own);
        }

        var pauses = _state.Settings!.ManualChange == ManualChange.Pause && _state.RunState == TraderRunState.Running
            && (wasLong || foreign != _state.ForeignPosition);
        Notify(
            $"somebody else has changed the position by {difference} {_symbol.BaseAsset}: the trader holds {held}"
            + (foreign.IsZero ? "" : $", and leaves {foreign} alone") + (pauses ? "; it is paused until it is resumed" : ""));
        _state.ForeignPosition = foreign;
        if (held != _state.Trading.Held)
            _machine.OnChangedByHand(held);
        if (pauses)
        {
            _journal?.RunState(TraderRunState.Paused);
            _state.RunState = TraderRunState.Paused;
            Allow();
            _machine.CancelOpenEntry();
        }

        await DrainAsync();
    }
}
