using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingBot.MarketData;

/// <summary>A symbol of a market, written <c>spot:BTCUSDT</c> or <c>usdm:BTCUSDT</c>.</summary>
/// <param name="Market">The market.</param>
/// <param name="Symbol">Binance's symbol in capitals, 2 to 20 characters.</param>
[GenerateSerializer, Immutable, Alias("market-symbol")]
[JsonConverter(typeof(MarketSymbolJsonConverter))]
public readonly record struct MarketSymbol([property: Id(0)] MarketType Market, [property: Id(1)] string Symbol)
{
    /// <summary>The canonical form, <c>spot:BTCUSDT</c>: part of grain keys and URLs.</summary>
    public override string ToString() => Prefix + Symbol;

    internal string Prefix => Market == MarketType.Spot ? "spot:" : "usdm:";

    /// <summary>Reads <c>market:symbol</c>; the symbol may be written in small letters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MarketSymbol value)
    {
        value = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (text is null || colon <= 0)
            return false;
        MarketType market;
        switch (text[..colon])
        {
            case "spot": market = MarketType.Spot; break;
            case "usdm": market = MarketType.Usdm; break;
            default: return false;
        }

        var symbol = text[(colon + 1)..].ToUpperInvariant();
        if (!IsSymbol(symbol))
            return false;
        value = new(market, symbol);
        return true;
    }

    /// <summary>Reads <c>market:symbol</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static MarketSymbol Parse(string text) =>
        TryParse(text, out var value)
            ? value
            : throw new FormatException($"'{text}' is not a symbol like spot:BTCUSDT or usdm:BTCUSDT.");

    /// <summary>True for 2 to 20 letters and digits, as Binance names its symbols (letters beyond ASCII exist there).</summary>
    public static bool IsSymbol(string text) =>
        text.Length is >= 2 and <= 20 && text.All(static c => char.IsLetterOrDigit(c) || c == '_');
}

internal sealed class MarketSymbolJsonConverter : JsonConverter<MarketSymbol>
{
    public override MarketSymbol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MarketSymbol.TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException("Expected a symbol like spot:BTCUSDT or usdm:BTCUSDT.");

    public override void Write(Utf8JsonWriter writer, MarketSymbol value, JsonSerializerOptions options)
    {
        Span<char> buffer = stackalloc char[32];
        writer.WriteStringValue(buffer.TryWrite($"{value.Prefix}{value.Symbol}", out var length) ? buffer[..length] : value.ToString());
    }
}
