using TradingBot.ClientApi.Charts;
using TradingBot.Grains.Trading.Indicators;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Silo.Reports;

/// <summary>
/// The candles and the equity of a backtest, drawn together to a number that a browser can show: neighbours become one candle from
/// the first one's open to the last one's close, with the highest high and the lowest low, and with the deepest drawdown.
/// </summary>
internal sealed class ChartBuckets
{
    /// <summary>At most this many candles are drawn.</summary>
    public const int Most = 2000;

    private readonly long[] _openTimes;

    private ChartBuckets(long[] openTimes, ChartBucket[] all) => (_openTimes, All) = (openTimes, all);

    /// <summary>The buckets, oldest first.</summary>
    public ChartBucket[] All { get; }

    /// <summary>Candles in the fullest bucket.</summary>
    public int CandlesEach => (_openTimes.Length + All.Length - 1) / Math.Max(1, All.Length);

    public static ChartBuckets From(BacktestReport report)
    {
        var candles = report.File.Candles;
        var count = Math.Min(Most, candles.Length);
        var all = new ChartBucket[count];
        var series = default(HeikinAshi);
        var start = ToDouble(report.Settings.Cash);
        var (peak, firstClose, at) = (start, ToDouble(candles[0].Open), 0);
        for (var bucket = 0; bucket < count; bucket++)
        {
            var end = (int)((bucket + 1L) * candles.Length / count);
            var (price, heikinAshi, drawdown, equity) = (default(Ohlc), default(Ohlc), 0.0, 0.0);
            var time = candles[at].OpenTime;
            for (; at < end; at++)
            {
                var candle = candles[at];
                price = price.With(candle.Open, candle.High, candle.Low, candle.Close);
                var ha = series.Next(candle);
                heikinAshi = heikinAshi.With(ha.Open, ha.High, ha.Low, ha.Close);
                equity = (double)report.Result.Equity[at].Units / 1e16;
                peak = Math.Max(peak, equity);
                drawdown = Math.Max(drawdown, (peak - equity) / peak);
            }

            all[bucket] = new(time, price, heikinAshi, equity, drawdown, start * price.Close / firstClose);
        }

        return new(Array.ConvertAll(candles, static c => c.OpenTime), all);
    }

    /// <summary>Where on the horizontal axis a candle lies, in buckets.</summary>
    /// <param name="openTime">Open time of a candle of the file.</param>
    public double PositionOf(long openTime)
    {
        var index = Array.BinarySearch(_openTimes, openTime);
        return ((index >= 0 ? index : ~index) + 0.5) * All.Length / _openTimes.Length;
    }

    private static double ToDouble(Fixed8 value) => value.Units / 1e8;
}

/// <summary>One drawn candle.</summary>
/// <param name="Time">Open time of its first candle.</param>
/// <param name="Price">Prices.</param>
/// <param name="HeikinAshi">Heikin Ashi values.</param>
/// <param name="Equity">Equity at its end.</param>
/// <param name="Drawdown">The deepest drawdown in it, 0 to 1.</param>
/// <param name="BuyAndHold">What the start cash would be worth, had it bought at the first open.</param>
internal readonly record struct ChartBucket(long Time, Ohlc Price, Ohlc HeikinAshi, double Equity, double Drawdown, double BuyAndHold);
