using System.Text.Json;
using TradingBot.Exchange.Binance.Streams;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Replay;

/// <summary>A line of a recording of raw frames (<see cref="FrameRecorder"/>).</summary>
internal static class RecordedFrame
{
    /// <summary>Whether a line is one.</summary>
    public static bool Is(ReadOnlySpan<byte> line) => line is [(byte)'{', ..];

    /// <summary>Reads the candle that a frame closes.</summary>
    /// <param name="line">The line.</param>
    /// <param name="after">The last candle so far; frames repeat when one connection replaces another.</param>
    /// <param name="candle">The candle.</param>
    /// <returns>False for a frame that closes none, and for the last line of a recording that was cut off.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, long after, out Candle candle)
    {
        candle = default;
        try
        {
            var frame = KlineFrame.Parse(line);
            return frame is { Kind: StreamFrameKind.Kline, IsClosed: true } && frame.OpenTime > after
                && frame.TryGetCandle(out candle) && candle.Invalidity() is null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
