using TradingBot.Numbers;

namespace TradingBot.Trading;

/// <summary>A closed position: what was bought, what was sold, and what was earned.</summary>
/// <param name="EntryTime">Open time of the candle of the first entry fill, milliseconds UTC.</param>
/// <param name="EntryPrice">Average entry price (exact with one fill; else rounded half to even at eight decimals).</param>
/// <param name="Quantity">Base quantity sold.</param>
/// <param name="ExitTime">Open time of the candle of the last exit fill, milliseconds UTC.</param>
/// <param name="ExitPrice">Average exit price.</param>
/// <param name="ExitReason">Why it was closed.</param>
/// <param name="Fees">All commissions in the quote asset; a base commission is valued at its fill's price.</param>
/// <param name="Pnl">Realised profit or loss after commissions, in the quote asset, by the trading spec's formula.</param>
[GenerateSerializer, Immutable, Alias("trade")]
public sealed record Trade(
    [property: Id(0)] long EntryTime,
    [property: Id(1)] Fixed8 EntryPrice,
    [property: Id(2)] Fixed8 Quantity,
    [property: Id(3)] long ExitTime,
    [property: Id(4)] Fixed8 ExitPrice,
    [property: Id(5)] ExitReason ExitReason,
    [property: Id(6)] Fixed16 Fees,
    [property: Id(7)] Fixed16 Pnl);
