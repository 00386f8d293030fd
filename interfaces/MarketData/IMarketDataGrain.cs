using System.Collections.Immutable;
using Orleans.Concurrency;

namespace TradingBot.MarketData;

/// <summary>
/// The candles of one series, key <c>market:symbol/interval</c>: one subscription at the source however many follow, holes
/// filled, each closed candle published once and in order to the stream <see cref="CandleStreams"/>. After a crash the last
/// candles may be published again; receivers drop what they have by its open time.
/// <para>
/// All methods may be called while the grain delivers a candle, by those whom it delivers it to.
/// </para>
/// </summary>
[Alias("market-data")]
public interface IMarketDataGrain : IGrainWithStringKey
{
    /// <summary>
    /// Closed candles, oldest first, none that has not been published yet. While nobody follows the series the source answers
    /// with what it has; whoever is going to follow it registers first and asks then.
    /// </summary>
    /// <param name="from">First open time wanted, inclusive; null for the newest <paramref name="limit"/> candles up to <paramref name="to"/>.</param>
    /// <param name="to">Last open time wanted, inclusive; null for the newest.</param>
    /// <param name="limit">At most this many candles, 1 to 1,500: the oldest when <paramref name="from"/> is given, else the newest.</param>
    /// <exception cref="UnknownSymbolException">The source does not have the symbol.</exception>
    /// <exception cref="UnavailableIntervalException">The source does not have the interval.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    [AlwaysInterleave, Alias("get-candles")]
    Task<ImmutableArray<Candle>> GetCandlesAsync(long? from, long? to, int limit);

    /// <summary>How the series is doing.</summary>
    [AlwaysInterleave, Alias("get-status")]
    Task<MarketDataStatus> GetStatusAsync();

    /// <summary>
    /// Registers a follower and opens the feed for the first one. Idempotent and durable. Where the source cannot be reached
    /// now, the follower is registered all the same and the grain keeps trying.
    /// </summary>
    /// <param name="follower">Whoever follows: the key of a fan-out grain.</param>
    /// <exception cref="UnknownSymbolException">The source does not have the symbol; nothing is registered.</exception>
    /// <exception cref="UnavailableIntervalException">The source does not have the interval; nothing is registered.</exception>
    [AlwaysInterleave, Alias("follow")]
    Task FollowAsync(string follower);

    /// <summary>Ends <see cref="FollowAsync"/>; the feed closes behind the last follower. Idempotent and durable.</summary>
    /// <param name="follower">As given to <see cref="FollowAsync"/>.</param>
    [AlwaysInterleave, Alias("unfollow")]
    Task UnfollowAsync(string follower);
}
