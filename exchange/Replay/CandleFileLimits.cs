namespace TradingBot.Exchange.Replay;

/// <summary>
/// What a candle file may hold. The bounds keep a damaged or hostile file (an archive that unpacks without end, one endless
/// line) from filling memory; a real file is far below them.
/// </summary>
/// <param name="MaxRows">Rows; the default holds a year and a half of one-second candles.</param>
/// <param name="MaxBytes">Bytes after unpacking.</param>
/// <param name="MaxLineLength">Bytes in a line; the archives' twelve columns take about 130.</param>
public sealed record CandleFileLimits(
    long MaxRows = 50_000_000,
    long MaxBytes = 8L * 1024 * 1024 * 1024,
    int MaxLineLength = 4096)
{
    /// <summary>The limits that apply when none are given.</summary>
    public static CandleFileLimits Default { get; } = new();
}
