using TradingBot.MarketData;

namespace TradingBot.Exchange.Replay;

/// <summary>
/// Recorded candles as CSV: <c>open_time,open,high,low,close,volume[,…]</c> with or without a header line, the twelve columns of
/// Binance's public archives (https://github.com/binance/binance-public-data) among them. <c>open_time</c> is in milliseconds,
/// or microseconds when it has 16 digits. Gzip files, and zip files with one CSV inside, are read directly.
/// </summary>
public static class CandleFile
{
    private const int BatchSize = 4096;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="interval">The interval that the rows must have; null to take it from them.</param>
    /// <param name="limits">Bounds on the file; null for the usual ones.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CandleFileException">The file cannot be read, or a row is out of order, doubled or invalid.</exception>
    public static CandleFileContent ReadAll(
        string path,
        CandleInterval? interval = null,
        CandleFileLimits? limits = null,
        CancellationToken cancellationToken = default)
    {
        using var reader = new CandleFileReader(path, interval, limits);
        var candles = GC.AllocateUninitializedArray<Candle>(BatchSize);
        var count = 0;
        while (reader.Read(candles.AsSpan(count, Math.Min(candles.Length - count, BatchSize))) is var read and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            count += read;
            if (count == candles.Length)
                Array.Resize(ref candles, reader.EstimateRows(atLeast: count + BatchSize));
        }

        Array.Resize(ref candles, count);
        return new(candles, reader.Summary());
    }

    /// <summary>Reads a file candle by candle, in memory that does not grow with the file.</summary>
    /// <inheritdoc cref="ReadAll" path="/param|/exception"/>
    public static IEnumerable<Candle> Read(string path, CandleInterval? interval = null, CandleFileLimits? limits = null)
    {
        using var reader = new CandleFileReader(path, interval, limits);
        var batch = new Candle[BatchSize];
        while (reader.Read(batch) is var read and > 0)
        {
            for (var i = 0; i < read; i++)
                yield return batch[i];
        }
    }
}
