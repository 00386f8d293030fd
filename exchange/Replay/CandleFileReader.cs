using System.Buffers;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Replay;

/// <summary>Reads a candle file front to back in batches. Not thread-safe.</summary>
public sealed class CandleFileReader : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private const int MaxTrailingBlankLines = 100;

    private readonly string _path;
    private readonly CandleFileLimits _limits;
    private readonly CandleFileStream _stream;
    private readonly CandleTimes _times;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private bool _atEnd;
    private long _bytes;
    private long _line;
    private int _blankLines;

    /// <summary>Opens a file.</summary>
    /// <param name="path">A CSV file, plain, gzip or zip; or recorded frames (.jsonl).</param>
    /// <param name="interval">The interval that the rows must have; null to take it from them.</param>
    /// <param name="limits">Bounds on the file; null for the usual ones.</param>
    /// <exception cref="CandleFileException">The file cannot be opened.</exception>
    public CandleFileReader(string path, CandleInterval? interval = null, CandleFileLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        _path = path;
        _limits = limits ?? CandleFileLimits.Default;
        _times = new(interval);
        _stream = CandleFileStream.Open(path);
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(BufferSize, _limits.MaxLineLength + 2));
    }

    /// <summary>Reads the next candles.</summary>
    /// <param name="candles">Where to put them.</param>
    /// <returns>How many were read; 0 only at the end of the file.</returns>
    /// <exception cref="CandleFileException">
    /// A line is not a valid candle or not later than the one before it, the file is damaged, or beyond a limit. An empty file is
    /// an error too. Candles of earlier calls are good; those of this one are not to be used.
    /// </exception>
    public int Read(Span<Candle> candles)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        var count = 0;
        while (count < candles.Length && TryNextLine(out var line))
        {
            if (_line == 1)
            {
                if (line.StartsWith("\uFEFF"u8))
                    line = line[3..];
                if (CandleRow.IsHeader(line))
                {
                    if (CandleRow.ExplainHeader(line) is { } wrongHeader)
                        throw Wrong(wrongHeader);
                    continue;
                }
            }

            if (line.IsEmpty)
            {
                if (++_blankLines > MaxTrailingBlankLines)
                    throw Wrong($"more than {MaxTrailingBlankLines} blank lines");
                continue;
            }

            if (_blankLines > 0)
                throw Wrong("a blank line before this one; blank lines are allowed at the end of the file only");
            if (RecordedFrame.Is(line))
            {
                if (!RecordedFrame.TryRead(line, _times.Last, out candles[count]))
                    continue;
            }
            else if (!CandleRow.TryParse(line, out candles[count]) && CandleRow.Explain(line, out candles[count]) is { } problem)
                throw Wrong(problem);
            if (_times.Add(candles[count].OpenTime) is { } disorder)
                throw Wrong(disorder);
            if (_times.Rows > _limits.MaxRows)
                throw Wrong($"more than {_limits.MaxRows} rows");
            count++;
        }

        if (count == 0 && _times.Rows == 0 && candles.Length > 0)
            throw new CandleFileException(_path, "no candles in the file");
        return count;
    }

    /// <summary>What has been read so far; complete once <see cref="Read"/> has returned 0.</summary>
    public CandleFileSummary Summary() => _times.Summary();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length == 0)
            return;
        _stream.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    /// <summary>A guess at the rows of the whole file, from the length of those read so far.</summary>
    internal int EstimateRows(int atLeast)
    {
        var estimate = _stream.Length is { } length && _times.Rows > 0
            ? (long)(length / ((_bytes - (_end - _start)) / (double)_times.Rows) * 1.01)
            : atLeast * 2L;
        var bounded = Math.Min(Math.Max(estimate, atLeast * 9L / 8), Math.Min(_limits.MaxRows, Array.MaxLength));
        return (int)Math.Max(bounded, atLeast);
    }

    private bool TryNextLine(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var length = rest.IndexOf((byte)'\n');
            if (length < 0 && _atEnd)
                length = rest.Length;
            if (length > _limits.MaxLineLength || (length < 0 && rest.Length > _limits.MaxLineLength))
            {
                _line++;
                throw Wrong($"longer than {_limits.MaxLineLength} bytes");
            }

            if (length >= 0)
            {
                if (_atEnd && rest.IsEmpty)
                {
                    line = default;
                    return false;
                }

                _line++;
                _start = Math.Min(_start + length + 1, _end);
                line = rest[..length];
                if (line is [.., (byte)'\r'])
                    line = line[..^1];
                return true;
            }

            Fill();
        }
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var read = _stream.Read(_buffer.AsSpan(_end));
        _atEnd = read == 0;
        _end += read;
        _bytes += read;
        if (_bytes > _limits.MaxBytes)
            throw new CandleFileException(_path, $"more than {_limits.MaxBytes} bytes after unpacking");
    }

    private CandleFileException Wrong(string problem) => new(_path, _line, problem);
}
