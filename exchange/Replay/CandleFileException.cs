namespace TradingBot.Exchange.Replay;

/// <summary>A candle file that cannot be read, or a row of it that is not a candle. The message names the file, the line and the limit.</summary>
public sealed class CandleFileException : Exception
{
    /// <summary>An error of the file as a whole.</summary>
    public CandleFileException(string path, string problem, Exception? inner = null)
        : base($"{path}: {problem}", inner) => Path = path;

    /// <summary>An error of one line.</summary>
    public CandleFileException(string path, long line, string problem, Exception? inner = null)
        : base($"{path}, line {line}: {problem}", inner) => (Path, Line) = (path, line);

    /// <summary>The file, as the caller named it.</summary>
    public string Path { get; }

    /// <summary>The line, counted from 1 and with the header; null when the file as a whole is at fault.</summary>
    public long? Line { get; }
}
