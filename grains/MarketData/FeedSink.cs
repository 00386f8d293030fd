using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Grains.MarketData;

/// <summary>Takes the feed's calls on the feed's threads, and hands them to the grain as calls of its own.</summary>
internal sealed class FeedSink(IMarketDataFeedGrain grain) : ICandleFeedSink
{
    public ValueTask OnKlineAsync(Candle candle, bool isClosed) => new(grain.OnKlineAsync(candle, isClosed));

    public ValueTask OnStateAsync(FeedState state, string reason) => new(grain.OnConditionAsync(
        state switch
        {
            FeedState.Connected => MarketDataCondition.Connected,
            FeedState.Ended => MarketDataCondition.Ended,
            _ => MarketDataCondition.Disconnected,
        },
        reason));
}
