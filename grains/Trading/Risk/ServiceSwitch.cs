using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading.Risk;

/// <summary>This process's copy of the service's mode: what every trader looks at before every entry, at no cost.</summary>
public sealed class ServiceSwitch
{
    private readonly Lock _gate = new();
    private long _epoch = -1;
    private volatile RiskRule _blockedBy = RiskRule.NotKnown;

    /// <summary>What forbids entries; <see cref="RiskRule.NotKnown"/> until the mode has been read for the first time.</summary>
    public RiskRule BlockedBy => _blockedBy;

    /// <summary>Takes over a mode; one that is older than what is known is ignored.</summary>
    public void Set(ServiceState state)
    {
        lock (_gate)
        {
            if (state.Epoch < _epoch)
                return;
            _epoch = state.Epoch;
            _blockedBy = RuleOf(state.Mode);
        }
    }

    /// <summary>What a mode forbids entries by.</summary>
    public static RiskRule RuleOf(ServiceMode mode) => mode switch
    {
        ServiceMode.Normal => RiskRule.None,
        ServiceMode.EntriesPaused or ServiceMode.ReadOnly => RiskRule.ServicePaused,
        _ => RiskRule.ServiceKillSwitch,
    };
}
