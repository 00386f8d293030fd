using TradingBot.Exchange.Simulation;
using TradingBot.Numbers;

namespace TradingBot.Grains.Trading.Paper;

/// <summary>What a new paper account starts with, and how its exchange behaves (configuration section <c>Paper</c>).</summary>
public sealed class PaperOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Paper";

    /// <summary>Spot and USDⓈ-M balance in USDT at the start, above zero. Default 10,000.</summary>
    public Fixed8 StartBalance { get; set; } = new(10_000 * Fixed8.Scale);

    /// <summary>Spot commission rate as a fraction, 0 to below 1. Default 0.001.</summary>
    public Fixed8 SpotFee { get; set; } = new(Fixed8.Scale / 1_000);

    /// <summary>USDⓈ-M commission rate as a fraction, 0 to below 1. Default 0.0005.</summary>
    public Fixed8 FuturesFee { get; set; } = new(Fixed8.Scale / 2_000);

    /// <summary>Slippage and liquidity; the defaults are the ideal fill model.</summary>
    public SimulationOptions Simulation { get; set; } = new();

    /// <summary>What is wrong with the settings, each message naming its setting and limit; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        var tenth = new Fixed8(Fixed8.Scale / 10);
        if (!StartBalance.IsPositive)
            errors.Add($"{Section}:StartBalance is {StartBalance}; it must be above zero.");
        foreach (var (name, fee) in ((string, Fixed8)[])[("SpotFee", SpotFee), ("FuturesFee", FuturesFee)])
        {
            if (fee < Fixed8.Zero || fee >= Fixed8.One)
                errors.Add($"{Section}:{name} is {fee}; it must be at least 0 and below 1.");
        }

        if (Simulation.Slippage < Fixed8.Zero || Simulation.Slippage > tenth)
            errors.Add($"{Section}:Simulation:Slippage is {Simulation.Slippage}; it must be 0 to {tenth}.");
        if (Simulation.MaxVolumeShare < Fixed8.Zero || Simulation.MaxVolumeShare > Fixed8.One)
            errors.Add($"{Section}:Simulation:MaxVolumeShare is {Simulation.MaxVolumeShare}; it must be 0 (no limit) to 1.");
        return errors;
    }
}
