using TradingBot.Numbers;

namespace TradingBot.Exchange.Simulation;

/// <summary>Where on a candle's path a <see cref="CandleMatcher"/> stands.</summary>
/// <param name="OpenTime">The candle's open time, -1 before the first.</param>
/// <param name="Segment">0 to 2 on the way to the second, third or last point of the path; 3 at the close.</param>
/// <param name="Price">The current price.</param>
/// <param name="VolumeLeft">What may still fill in this candle, where liquidity is limited.</param>
public readonly record struct PathPosition(
    long OpenTime,
    int Segment,
    Fixed8 Price,
    Fixed8 VolumeLeft)
{
    /// <summary>Before the first candle.</summary>
    public static PathPosition Start => new(-1, CandleMatcher.AtClose, default, default);
}
