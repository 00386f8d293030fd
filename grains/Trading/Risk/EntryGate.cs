using Microsoft.Extensions.Logging;
using TradingBot.Numbers;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading.Risk;

/// <summary>Holds what the user's switch and the service's mode ask of one trader, and asks for entries where the user has rules.</summary>
public sealed class EntryGate(IUserRiskGrain user, IServiceControlGrain service, ServiceSwitch local, ILogger logger) : IEntryGate
{
    private TradingControl? _control;
    private TraderExposure? _told;

    public RiskRule BlockedBy => local.BlockedBy is var rule and not (RiskRule.None or RiskRule.NotKnown) ? rule : _control?.BlockedBy ?? RiskRule.None;

    public bool Flatten => _control is { Flatten: true };

    public void Obey(TradingControl control)
    {
        if (_control is null || control.Version >= _control.Version)
            _control = control;
    }

    /// <summary>Pulls what is asked of the trader before the next entry.</summary>
    public void Forget() => _control = null;

    public async Task<RiskDecision> AskAsync(TraderExposure exposure, Fixed16 notional, long now)
    {
        try
        {
            if (local.BlockedBy == RiskRule.NotKnown)
                local.Set(await service.GetStateAsync());
            await PullAsync();
            if (BlockedBy is var rule and not RiskRule.None)
                return new(rule);
            if (!_control!.AskFirst)
                return RiskDecision.Allowed;

            // What is held now differs from what was told.
            _told = null;
            return await user.AskAsync(exposure, notional, now);
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{Symbol}: nobody can say whether an entry is allowed", exposure.Symbol);
            return new(RiskRule.NotKnown);
        }
    }

    public async Task ReportAsync(TraderExposure exposure)
    {
        try
        {
            await PullAsync();
            if (!_control!.AskFirst || exposure == _told)
                return;
            await user.ReportAsync(exposure);
            _told = exposure;
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{Symbol}: what is at stake could not be told; it is told again at the next change or close", exposure.Symbol);
        }
    }

    private async Task PullAsync()
    {
        if (_control is null)
            Obey(await user.GetControlAsync());
    }
}
