namespace TradingBot.MarketData;

/// <summary>How a series is doing.</summary>
/// <param name="Series">The series.</param>
/// <param name="Condition">The state of its feed.</param>
/// <param name="Reason">Why it is in that state, in words for an operator.</param>
/// <param name="Last">The last candle published, if any since the grain was activated.</param>
/// <param name="Followers">How many fan-out grains follow it.</param>
/// <param name="Silence">Time since the last frame of the source.</param>
/// <param name="IsStale">True when that is longer than the interval and the feed's speed allow.</param>
/// <param name="Waiting">Candles that wait behind a hole.</param>
/// <param name="Missing">Why the hole is there, or null without one.</param>
/// <param name="Published">Candles published since the activation.</param>
/// <param name="Filled">Of those, candles that came from history because the stream had lost them.</param>
/// <param name="Duplicates">Frames of candles that were already there.</param>
/// <param name="Rejected">Invalid candles.</param>
/// <param name="LastRejection">Why the last one was rejected.</param>
[GenerateSerializer, Immutable, Alias("market-data-status")]
public sealed record MarketDataStatus(
    [property: Id(0)] CandleSeries Series,
    [property: Id(1)] MarketDataCondition Condition,
    [property: Id(2)] string Reason,
    [property: Id(3)] Candle? Last,
    [property: Id(4)] int Followers,
    [property: Id(5)] TimeSpan Silence,
    [property: Id(6)] bool IsStale,
    [property: Id(7)] int Waiting,
    [property: Id(8)] string? Missing,
    [property: Id(9)] long Published,
    [property: Id(10)] long Filled,
    [property: Id(11)] long Duplicates,
    [property: Id(12)] long Rejected,
    [property: Id(13)] string? LastRejection);
