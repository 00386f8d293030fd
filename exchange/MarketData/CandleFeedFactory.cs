using TradingBot.Exchange.Replay;
using TradingBot.Exchange.Simulation;

namespace TradingBot.Exchange.MarketData;

/// <summary>Makes the candle feed that the configuration asks for.</summary>
public static class CandleFeedFactory
{
    /// <summary>The feed of <see cref="MarketDataOptions.Source"/> <c>replay</c> or <c>simulated</c>.</summary>
    /// <param name="options">Validated settings.</param>
    /// <param name="timeProvider">Real time.</param>
    /// <exception cref="InvalidOperationException">The settings are not valid, or name a source that is wired elsewhere.</exception>
    /// <exception cref="CandleFileException">A recording cannot be found or identified.</exception>
    public static ICandleFeed Create(MarketDataOptions options, TimeProvider timeProvider)
    {
        if (options.Validate() is { Count: > 0 } errors)
            throw new InvalidOperationException(string.Join(Environment.NewLine, errors));
        return options.Source switch
        {
            MarketDataSource.Simulated => new SimulatedFeed(
                options.Simulated.Seed, options.Speed, options.Simulated.Start, timeProvider),
            MarketDataSource.Replay => new ReplayFeed(options.Replay, options.Speed, timeProvider),
            _ => throw new InvalidOperationException(
                $"{MarketDataOptions.Section}:Source '{options.Source}' is not available in this build; use "
                + $"{MarketDataSource.Simulated} or {MarketDataSource.Replay}."),
        };
    }
}
