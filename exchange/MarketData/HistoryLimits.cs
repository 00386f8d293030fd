namespace TradingBot.Exchange.MarketData;

/// <summary>How much history one request may ask for.</summary>
public static class HistoryLimits
{
    /// <summary>Candles in one answer, Binance's own limit for USDⓈ-M.</summary>
    public const int MaxCandles = 1_500;

    /// <summary>Refuses a limit that is out of range.</summary>
    /// <param name="limit">The limit of a request.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to <see cref="MaxCandles"/>.</exception>
    public static void Check(int limit)
    {
        if (limit is < 1 or > MaxCandles)
            throw new ArgumentOutOfRangeException(nameof(limit), limit, $"The limit must be 1 to {MaxCandles} candles.");
    }
}
