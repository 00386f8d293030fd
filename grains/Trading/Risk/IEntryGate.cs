using TradingBot.Numbers;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading.Risk;

/// <summary>What stands above a trader: asked before every entry, told what it has at stake.</summary>
public interface IEntryGate
{
    /// <summary>What forbids entries as far as is known without asking; <see cref="RiskRule.None"/> for nothing.</summary>
    RiskRule BlockedBy { get; }

    /// <summary>Positions are to be closed at market.</summary>
    bool Flatten { get; }

    /// <summary>Takes over what is asked of the trader, unless something newer is known.</summary>
    void Obey(TradingControl control);

    /// <summary>Decides about an entry. Never throws: where nobody can decide, the answer is no.</summary>
    /// <param name="exposure">What the trader has at stake now.</param>
    /// <param name="notional">Cost of the entry, in place of any that is open.</param>
    /// <param name="now">The market's clock, milliseconds UTC.</param>
    Task<RiskDecision> AskAsync(TraderExposure exposure, Fixed16 notional, long now);

    /// <summary>Tells what the trader has at stake, where somebody wants to know and it has changed. Never throws: what fails is told the next time.</summary>
    Task ReportAsync(TraderExposure exposure);
}
