using TradingBot.Numbers;

namespace TradingBot.Exchange.Simulation;

/// <summary>Departures from the ideal fill model; the defaults are the trading spec's: no slippage, unlimited liquidity.</summary>
public sealed record SimulationOptions
{
    /// <summary>
    /// How much worse than the current price market orders and orders at their trigger fill, as a fraction (0.0005 is five
    /// basis points), rounded to a whole tick against the trader and never beyond a limit price. 0 to 0.1.
    /// </summary>
    public Fixed8 Slippage { get; init; }

    /// <summary>
    /// The largest share of a candle's volume that the orders of one account fill in it; the rest waits for the next candle.
    /// 0 means without limit, else up to 1.
    /// </summary>
    public Fixed8 MaxVolumeShare { get; init; }
}
