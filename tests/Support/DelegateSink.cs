using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Tests.Support;

/// <summary>A sink that does with a closed candle what the test says.</summary>
public sealed class DelegateSink(Func<Candle, ValueTask> onClosed) : ICandleFeedSink
{
    public ValueTask OnKlineAsync(Candle candle, bool isClosed) => isClosed ? onClosed(candle) : ValueTask.CompletedTask;

    public ValueTask OnStateAsync(FeedState state, string reason) => ValueTask.CompletedTask;
}
