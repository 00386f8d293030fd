using TradingBot.Grains.Trading.Risk;
using TradingBot.Numbers;
using TradingBot.Trading.Risk;

namespace TradingBot.Tests.Trading.Risk;

/// <summary>Stands above a trader as a test wishes, and keeps what it was asked and told.</summary>
internal sealed class GateStub : IEntryGate
{
    public RiskRule BlockedBy { get; set; }

    public bool Flatten { get; set; }

    /// <summary>The answer where nothing is blocked.</summary>
    public Func<RiskDecision> Decide { get; set; } = () => RiskDecision.Allowed;

    public List<(TraderExposure Exposure, Fixed16 Notional, long Now)> Asked { get; } = [];

    public void Obey(TradingControl control) => (BlockedBy, Flatten) = (control.BlockedBy, control.Flatten);

    public Task<RiskDecision> AskAsync(TraderExposure exposure, Fixed16 notional, long now)
    {
        Asked.Add((exposure, notional, now));
        return Task.FromResult(BlockedBy == RiskRule.None ? Decide() : new(BlockedBy));
    }

    public Task ReportAsync(TraderExposure exposure) => throw new InvalidOperationException("That is the grain's business.");
}
