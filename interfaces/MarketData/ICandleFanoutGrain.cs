using Orleans.Concurrency;
using Orleans.Runtime;

namespace TradingBot.MarketData;

/// <summary>
/// Hands the candles of a series to a share of its followers; key from <see cref="CandleFanout.KeyFor"/>. All followers get a
/// candle at the same time. One that fails or takes long keeps the others waiting for five seconds at most; one that is still
/// busy with an earlier candle is left out, and sees by the next <see cref="ClosedCandle.PreviousOpenTime"/> what it has missed.
/// </summary>
[Alias("candle-fanout")]
public interface ICandleFanoutGrain : IGrainWithStringKey
{
    /// <summary>
    /// Registers a follower: from here on it gets every closed candle. Idempotent and durable, and allowed while a candle is
    /// being delivered.
    /// </summary>
    /// <param name="follower">A grain that implements <see cref="Trading.ICandleFollower"/>.</param>
    /// <exception cref="UnknownSymbolException">The source does not have the symbol; nothing is registered.</exception>
    /// <exception cref="UnavailableIntervalException">The source does not have the interval; nothing is registered.</exception>
    [AlwaysInterleave, Alias("register")]
    Task RegisterAsync(GrainId follower);

    /// <summary>Ends <see cref="RegisterAsync"/>. Idempotent and durable, and allowed while a candle is being delivered.</summary>
    /// <param name="follower">As given to <see cref="RegisterAsync"/>.</param>
    [AlwaysInterleave, Alias("unregister")]
    Task UnregisterAsync(GrainId follower);

    /// <summary>How the deliveries have gone since the grain was activated.</summary>
    [AlwaysInterleave, Alias("get-status")]
    Task<FanoutStatus> GetStatusAsync();
}
