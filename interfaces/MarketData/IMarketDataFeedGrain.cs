namespace TradingBot.MarketData;

/// <summary>The side of a market-data grain that its feed, and the grain itself, call. Nobody else does.</summary>
[Alias("market-data-feed")]
public interface IMarketDataFeedGrain : IGrainWithStringKey
{
    /// <summary>A kline has arrived. Publishing what it completes may take as long as the receivers take.</summary>
    /// <param name="candle">The kline as the source sent it: late, doubled or invalid ones included.</param>
    /// <param name="isClosed">Whether the source says that it is closed.</param>
    [ResponseTimeout("00:10:00"), Alias("on-kline")]
    Task OnKlineAsync(Candle candle, bool isClosed);

    /// <summary>The state of the source has changed.</summary>
    /// <param name="condition">The new state.</param>
    /// <param name="reason">Why, in words for an operator.</param>
    [ResponseTimeout("00:10:00"), Alias("on-condition")]
    Task OnConditionAsync(MarketDataCondition condition, string reason);

    /// <summary>Opens the feed if somebody follows the series and it is closed; closes it in the opposite case.</summary>
    [ResponseTimeout("00:10:00"), Alias("reconcile")]
    Task ReconcileAsync();
}
