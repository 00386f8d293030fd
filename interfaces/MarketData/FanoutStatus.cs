namespace TradingBot.MarketData;

/// <summary>How a fan-out grain's deliveries have gone since it was activated.</summary>
/// <param name="Followers">Registered followers.</param>
/// <param name="Candles">Candles handed out.</param>
/// <param name="Delivered">Deliveries that a follower has taken.</param>
/// <param name="Failed">Deliveries that ended in an exception.</param>
/// <param name="Skipped">Deliveries left out because the follower was busy with an earlier candle.</param>
[GenerateSerializer, Immutable, Alias("fanout-status")]
public sealed record FanoutStatus(
    [property: Id(0)] int Followers,
    [property: Id(1)] long Candles,
    [property: Id(2)] long Delivered,
    [property: Id(3)] long Failed,
    [property: Id(4)] long Skipped);
