using TradingBot.Grains.Trading.Risk;
using TradingBot.Notifications;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading;

/// <content>What stands above the trader: its risk rules, its user's, and the kill switches.</content>
public sealed partial class Trader
{
    private readonly IEntryGate? _gate;
    private readonly bool _isRealTime;

    /// <summary>What it has at stake; null before the first settings.</summary>
    public TraderExposure? Exposure
    {
        get
        {
            if (_state.Settings is not { } settings || _machine.Risk?.State is not { } risk)
                return null;
            var (trading, inFlight) = (_state.Trading, _state.Trading.InFlight);
            var entry = trading.Entry.IsLive ? CostOf(trading.Entry) : default;
            // It takes the place of the open one, if there is one.
            if (inFlight is { Kind: CommandKind.Place or CommandKind.Replace, IsExit: false })
                entry = Fixed16.Max(entry, CostOf(inFlight.Order));
            var position = (trading.Trade.Bought - trading.Trade.Sold) * trading.Trade.EntryPrice;
            return new(_symbol.Id, settings.Mode, _symbol.QuoteAsset, position + entry, risk.Day, risk.DayPnl, risk.Realised);
        }
    }

    /// <summary>Obeys the user's kill switch and the service's mode.</summary>
    /// <returns>True when it holds: no entry is open or on its way, and no position stays that is to be closed.</returns>
    /// <exception cref="VenueUnavailableException">The venue cannot be asked; no entry is sent all the same.</exception>
    public async Task<bool> ControlAsync(TradingControl control)
    {
        _gate!.Obey(control);
        var isBlocked = _gate.BlockedBy != RiskRule.None;
        if (isBlocked && NeedsCandles)
            Block(new(_gate.BlockedBy));
        else if (!isBlocked && IsSwitch(_state.BlockedBy))
            Unblock();
        if (IsSimulated)
            await SettleAsync();
        if (isBlocked)
            _machine.CancelOpenEntry();
        if (!IsSimulated)
            await _save();
        if (IsReady && await SettleAsync())
        {
            await DrainAsync();
            await TakeReportsAsync();
        }

        // What is confirmed must be so after a crash too.
        await _save();
        var trading = _state.Trading;
        var mayEnter = trading.Entry.IsLive || (trading.InFlight.Kind != CommandKind.None && !trading.InFlight.IsExit) || trading.Doubtful.Kind != CommandKind.None;
        var mustSell = _gate.Flatten && trading.Phase == TradePhase.Long && trading.MarketExit is null;
        return !isBlocked || !(mayEnter || mustSell);
    }

    // Every entry is asked for directly before it is sent, however long it has been wanted.
    private async ValueTask AskAboveAsync()
    {
        if (_gate is { Flatten: true } && _state.Trading is { Phase: TradePhase.Long, MarketExit: null })
            _machine.Flatten();
        if (_machine.WantedEntry is not { } wanted)
            return;
        var decision = await DecideAsync(wanted);
        if (decision.IsAllowed)
            Unblock();
        else
            _machine.RefuseEntry(decision);
    }

    private Task<RiskDecision> DecideAsync(TradeOrder entry) =>
        _gate is null ? Task.FromResult(RiskDecision.Allowed) : _gate.AskAsync(Exposure!, CostOf(entry), _machine.Risk!.State.Now);

    // People are told when something begins or ceases to stand against entries, not at every close.
    private void Block(RiskDecision decision)
    {
        if (_state.BlockedBy == decision.Rule)
            return;
        _state.BlockedBy = decision.Rule;
        Notify(decision.ToString(), NotificationKind.Risk);
    }

    private void Unblock()
    {
        if (_state.BlockedBy == RiskRule.None)
            return;
        _state.BlockedBy = RiskRule.None;
        Notify("entries are allowed again", NotificationKind.Risk);
    }

    private static bool IsSwitch(RiskRule rule) => rule is RiskRule.KillSwitch or RiskRule.UserSuspended or RiskRule.ServicePaused or RiskRule.ServiceKillSwitch;

    private Fixed16 CostOf(TradeOrder order) => order.Remaining * (order.Limit.IsZero ? _state.Trading.Close : order.Limit);

    private TraderRisk RiskOf(TraderSettings settings)
    {
        if (!_state.Risk.TryGetValue(settings.Mode, out var memory))
            _state.Risk.Add(settings.Mode, memory = new());
        return new(
            memory, settings.Risk ?? TraderRiskLimits.Default, settings.Interval,
            _isRealTime ? () => _time.GetUtcNow().ToUnixTimeMilliseconds() : null);
    }
}
