using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Binance.Streams;

/// <summary>
/// Writes kline frames down as they came, one a line and one file a series: for finding out afterwards what the venue has really
/// sent, and for the source <c>replay</c>, which reads the files. A disk that refuses ends the recording, not the trading.
/// </summary>
public sealed class FrameRecorder : IDisposable
{
    private readonly ConcurrentDictionary<(MarketType Market, string Stream), Writer> _writers = new();
    private readonly string _folder;
    private readonly string _since;
    private volatile string? _problem;

    /// <param name="folder">Made if missing.</param>
    /// <param name="time">Clock: its time goes into the names, so that a later recording overwrites none.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public FrameRecorder(string folder, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        _folder = folder;
        _since = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>Why nothing is recorded any more; null while it is.</summary>
    public string? Problem => _problem;

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (var writer in _writers.Values)
            writer.Dispose();
    }

    /// <summary>The name of a recording: what the source <c>replay</c> takes symbol, market and interval from.</summary>
    /// <param name="market">Market.</param>
    /// <param name="stream"><c>btcusdt@kline_1m</c>.</param>
    /// <param name="since">When it began.</param>
    internal static string NameOf(MarketType market, string stream, string since)
    {
        var at = stream.IndexOf("@kline_", StringComparison.Ordinal);
        return $"{stream[..at].ToUpperInvariant()}-{(market == MarketType.Spot ? "spot" : "usdm")}-{stream[(at + "@kline_".Length)..]}-{since}.jsonl";
    }

    internal void Write(MarketType market, in KlineFrame kline, ReadOnlySpan<byte> frame)
    {
        if (_problem is not null)
            return;
        try
        {
            _writers.GetOrAdd((market, Encoding.UTF8.GetString(kline.Stream)), static (series, me) =>
                new(Path.Combine(me._folder, NameOf(series.Market, series.Stream, me._since))), this).Write(frame, kline.IsClosed);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _problem = failure.Message;
        }
    }

    // Two sockets may deliver at once while one replaces the other.
    private sealed class Writer(string path) : IDisposable
    {
        private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        private readonly Lock _gate = new();

        public void Write(ReadOnlySpan<byte> frame, bool isClosed)
        {
            lock (_gate)
            {
                _file.Write(frame);
                _file.WriteByte((byte)'\n');
                // What a candle came to is there at once.
                if (isClosed)
                    _file.Flush();
            }
        }

        public void Dispose()
        {
            lock (_gate)
                _file.Dispose();
        }
    }
}
