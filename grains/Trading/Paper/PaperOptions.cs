using TradingBot.Exchange.Simulation;
using TradingBot.Numbers;

namespace TradingBot.Grains.Trading.Paper;

/// <summary>What a new paper account starts with, and how its exchange behaves (configuration section <c>Paper</c>).</summary>
public sealed class PaperOptions
{
    /// <summary>Spot and USDⓈ-M balance in USDT at the start, above zero. Default 10,000.</summary>
    public Fixed8 StartBalance { get; set; } = new(10_000 * Fixed8.Scale);

    /// <summary>Spot commission rate as a fraction, 0 to below 1. Default 0.001.</summary>
    public Fixed8 SpotFee { get; set; } = new(Fixed8.Scale / 1_000);

    /// <summary>USDⓈ-M commission rate as a fraction, 0 to below 1. Default 0.0005.</summary>
    public Fixed8 FuturesFee { get; set; } = new(Fixed8.Scale / 2_000);

    /// <summary>Slippage and liquidity; the defaults are the ideal fill model.</summary>
    public SimulationOptions Simulation { get; set; } = new();
}
