using System.Globalization;
using System.Text.Json;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Exchange.Binance.Streams;

/// <summary>
/// A frame of a combined stream, read in one pass without allocating: the values stay where they are in the receive buffer
/// until somebody wants the candle.
/// </summary>
internal ref struct KlineFrame
{
    private ReadOnlySpan<byte> _open;
    private ReadOnlySpan<byte> _high;
    private ReadOnlySpan<byte> _low;
    private ReadOnlySpan<byte> _close;
    private ReadOnlySpan<byte> _volume;

    /// <summary>The stream's name: <c>btcusdt@kline_1m</c>.</summary>
    public ReadOnlySpan<byte> Stream { get; private set; }

    public long OpenTime { get; private set; }

    /// <summary>Binance's <c>k.x</c>.</summary>
    public bool IsClosed { get; private set; }

    public StreamFrameKind Kind { get; private set; }

    /// <summary>Reads a frame.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static KlineFrame Parse(ReadOnlySpan<byte> json)
    {
        var frame = new KlineFrame();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return frame;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("stream"u8))
            {
                reader.Read();
                frame.Stream = reader.ValueSpan;
                if (frame.Stream.SequenceEqual("!serverShutdown"u8))
                    frame.Kind = StreamFrameKind.ServerShutdown;
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                frame.ReadData(ref reader);
            }
            else if (reader.ValueTextEquals("e"u8))
            {
                reader.Read();
                if (reader.ValueTextEquals("serverShutdown"u8))
                    frame.Kind = StreamFrameKind.ServerShutdown;
            }
            else
            {
                if (reader.ValueTextEquals("error"u8))
                    frame.Kind = StreamFrameKind.Error;
                else if (reader.ValueTextEquals("result"u8))
                    frame.Kind = StreamFrameKind.Result;
                reader.Skip();
            }
        }

        return frame;
    }

    /// <summary>The candle.</summary>
    /// <returns>False when a number cannot be read.</returns>
    public readonly bool TryGetCandle(out Candle candle)
    {
        candle = default;
        if (!Fixed8.TryParse(_open, out var open) || !Fixed8.TryParse(_high, out var high) || !Fixed8.TryParse(_low, out var low)
            || !Fixed8.TryParse(_close, out var close) || !decimal.TryParse(_volume, NumberStyles.Float, CultureInfo.InvariantCulture, out var volume))
            return false;
        candle = new(OpenTime, open, high, low, close, volume);
        return true;
    }

    private void ReadData(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("k"u8))
                ReadKline(ref reader);
            else
                reader.Skip();
        }
    }

    private void ReadKline(ref Utf8JsonReader reader)
    {
        reader.Read();
        Kind = StreamFrameKind.Kline;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan.Length == 1 ? reader.ValueSpan[0] : (byte)0;
            reader.Read();
            switch (name)
            {
                case (byte)'t': OpenTime = reader.GetInt64(); break;
                case (byte)'x': IsClosed = reader.GetBoolean(); break;
                case (byte)'o': _open = reader.ValueSpan; break;
                case (byte)'h': _high = reader.ValueSpan; break;
                case (byte)'l': _low = reader.ValueSpan; break;
                case (byte)'c': _close = reader.ValueSpan; break;
                case (byte)'v': _volume = reader.ValueSpan; break;
                default: reader.Skip(); break;
            }
        }
    }
}

/// <summary>What a frame is.</summary>
internal enum StreamFrameKind
{
    Other,
    Kline,
    Result,
    Error,
    ServerShutdown,
}
