namespace TradingBot.MarketData;

/// <summary>Which fan-out grain serves which trader.</summary>
public static class CandleFanout
{
    /// <summary>
    /// Fan-out grains a series. To change it, every trader must be unregistered under the old number and registered under the new.
    /// </summary>
    public const int DefaultShards = 8;

    /// <summary>The key of the fan-out grain that hands the candles of a series to a trader; the same in every process.</summary>
    /// <param name="series">The series.</param>
    /// <param name="traderKey">The trader's grain key.</param>
    /// <param name="shards">Fan-out grains a series, at least 1.</param>
    public static string KeyFor(CandleSeries series, string traderKey, int shards = DefaultShards)
    {
        ArgumentNullException.ThrowIfNull(traderKey);
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        return $"{series}#{Hash(traderKey) % (uint)shards}";
    }

    /// <summary>The keys of all fan-out grains of a series.</summary>
    public static IEnumerable<string> KeysOf(CandleSeries series) => Enumerable.Range(0, DefaultShards).Select(shard => $"{series}#{shard}");

    /// <summary>The series that a fan-out grain's key names.</summary>
    /// <exception cref="FormatException">The key has another form.</exception>
    public static CandleSeries SeriesOf(string fanoutKey)
    {
        ArgumentNullException.ThrowIfNull(fanoutKey);
        var hash = fanoutKey.LastIndexOf('#');
        return hash > 0 && CandleSeries.TryParse(fanoutKey[..hash], out var series)
            ? series
            : throw new FormatException($"'{fanoutKey}' is not a fan-out key like spot:BTCUSDT/1m#3.");
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    private static uint Hash(string text)
    {
        var hash = 2_166_136_261;
        foreach (var c in text)
            hash = unchecked((hash ^ c) * 16_777_619);
        // The low bits decide the shard, and FNV mixes upwards.
        return hash ^ (hash >> 16);
    }
}
