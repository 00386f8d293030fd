using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Simulation;

/// <summary>One series of the simulated market on its way to its sink.</summary>
internal sealed class SimulatedSubscription(
    SimulatedFeed feed, SimulatedMarket market, CandleSeries series, long firstOpenTime, ICandleFeedSink sink,
    TimeProvider timeProvider) : PacedSubscription(sink, timeProvider)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    // Another subscription may let the market's clock jump, so nobody sleeps for long.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private long _openTime = firstOpenTime;

    protected override string Description => $"The simulated market {series}";

    protected override async ValueTask<Candle?> NextAsync(CancellationToken cancellationToken)
    {
        var closeTime = series.Interval.NextOpenTime(_openTime);
        if (closeTime > SimulatedMarket.End)
            return null;
        while (feed.WaitFor(series, closeTime) is var wait && wait > TimeSpan.Zero)
        {
            var pause = wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait;
            await Task.Delay(pause, TimeProvider, cancellationToken);
        }

        var candle = market.At(series.Interval, _openTime);
        _openTime = closeTime;
        return candle;
    }
}
