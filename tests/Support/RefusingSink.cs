using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Tests.Support;

/// <summary>A sink that fails a few times before it takes its first candle, and takes no more after that.</summary>
public sealed class RefusingSink(int refusals) : ICandleFeedSink
{
    public List<long> Refused { get; } = [];

    public TaskCompletionSource<Candle> Taken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask OnKlineAsync(Candle candle, bool isClosed)
    {
        if (Refused.Count < refusals)
        {
            Refused.Add(candle.OpenTime);
            throw new TimeoutException("The sink fails on purpose.");
        }

        Taken.TrySetResult(candle);
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
    }

    public ValueTask OnStateAsync(FeedState state, string reason) => ValueTask.CompletedTask;
}
