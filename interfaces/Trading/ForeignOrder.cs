using TradingBot.Numbers;

namespace TradingBot.Trading;

/// <summary>An open order on a trader's symbol and account that is not the trader's.</summary>
/// <param name="ClientOrderId">Its id, given by whoever placed it.</param>
/// <param name="Side">Side.</param>
/// <param name="Type">The venue's name of its type.</param>
/// <param name="Quantity">Base quantity.</param>
/// <param name="Price">Limit price, zero for none.</param>
/// <param name="Trigger">Trigger price, zero for none.</param>
[GenerateSerializer, Immutable, Alias("foreign-order")]
public sealed record ForeignOrder(
    [property: Id(0)] string ClientOrderId,
    [property: Id(1)] OrderSide Side,
    [property: Id(2)] string Type,
    [property: Id(3)] Fixed8 Quantity,
    [property: Id(4)] Fixed8 Price,
    [property: Id(5)] Fixed8 Trigger);
