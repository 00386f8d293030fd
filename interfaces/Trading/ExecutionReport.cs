using TradingBot.Numbers;

namespace TradingBot.Trading;

/// <summary>What an execution report tells.</summary>
[GenerateSerializer, Alias("execution-kind")]
public enum ExecutionKind
{
    /// <summary>A stop order's trigger has been reached and the order now rests.</summary>
    Triggered,

    /// <summary>The order has filled, in full or in part.</summary>
    Fill,

    /// <summary>The order has ended without (further) fill.</summary>
    Ended,
}

/// <summary>The venue's word on an order.</summary>
/// <param name="Sequence">Rising number within one symbol of one account; each report has its own, so that it is booked once.</param>
/// <param name="OrderId">The trader's number of the intent.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Side">The order's side.</param>
/// <param name="Price">Price of the fill or of the trigger.</param>
/// <param name="Quantity">Base quantity of the fill.</param>
/// <param name="Commission">Commission of the fill.</param>
/// <param name="CommissionInBase">The commission was taken in base rather than quote.</param>
/// <param name="Time">When it happened, milliseconds UTC: the venue's time, or on paper the open of the candle in which it happened.</param>
/// <param name="Status">Where the order stands now.</param>
/// <param name="CommissionAsset">
/// The asset of a commission that was taken from neither side of the trade (BNB); null for base or quote. Such a commission is shown
/// with its fill and counts in no sum of quote.
/// </param>
[GenerateSerializer, Immutable, Alias("execution-report")]
public sealed record ExecutionReport(
    [property: Id(0)] long Sequence,
    [property: Id(1)] long OrderId,
    [property: Id(2)] ExecutionKind Kind,
    [property: Id(3)] OrderSide Side,
    [property: Id(4)] Fixed8 Price,
    [property: Id(5)] Fixed8 Quantity,
    [property: Id(6)] Fixed8 Commission,
    [property: Id(7)] bool CommissionInBase,
    [property: Id(8)] long Time,
    [property: Id(9)] OrderStatus Status,
    [property: Id(10)] string? CommissionAsset = null);
