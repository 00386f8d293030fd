using System.Globalization;
using System.Text.Json;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Exchange.Binance.Wire;

/// <summary>Reads the rows of <c>GET klines</c>: arrays of at least six values, of which those behind the volume are not used.</summary>
internal static class KlineRows
{
    /// <exception cref="JsonException">The answer has another form.</exception>
    public static List<Candle> Parse(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var candles = new List<Candle>();
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Klines are not an array.");
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            var openTime = reader.GetInt64();
            var open = Price(ref reader);
            var high = Price(ref reader);
            var low = Price(ref reader);
            var close = Price(ref reader);
            if (!reader.Read() || !decimal.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var volume))
                throw new JsonException("A kline's volume is not a number.");
            candles.Add(new(openTime, open, high, low, close, volume));
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                reader.Skip();
        }

        return candles;
    }

    private static Fixed8 Price(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType is JsonTokenType.String or JsonTokenType.Number && Fixed8.TryParse(reader.ValueSpan, out var price)
            ? price
            : throw new JsonException("A kline's price is not a number of at most 8 decimals.");
}
