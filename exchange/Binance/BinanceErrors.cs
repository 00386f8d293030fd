using System.Globalization;
using System.Text.Json;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Binance;

/// <summary>
/// Maps HTTP status and Binance's codes to <see cref="BinanceFailure"/>. The same code can mean different things on the two
/// markets: -2021 is a half-done cancel-replace on spot and a trigger already reached on USDⓈ-M.
/// </summary>
internal static class BinanceErrors
{
    private const string BannedUntil = "banned until ";

    public static BinanceError From(MarketType market, int status, ReadOnlySpan<byte> body)
    {
        ErrorWire? error = null;
        try
        {
            error = JsonSerializer.Deserialize(body, BinanceJson.Default.ErrorWire);
        }
        catch (JsonException)
        {
            // A proxy or firewall answered in its own words.
        }

        var message = string.IsNullOrWhiteSpace(error?.Msg) ? $"HTTP {status}" : error.Msg;
        return new(Classify(market, status, error?.Code ?? 0, message), error?.Code ?? 0, message);
    }

    public static BinanceFailure Classify(MarketType market, int status, int code, string message) => code switch
    {
        -1003 or -1008 or -1015 or -1034 => BinanceFailure.RateLimited,
        -1000 or -1001 or -1006 or -1007 => BinanceFailure.Unknown,
        -1021 => BinanceFailure.Clock,
        -1002 or -1022 or -2014 or -2015 => BinanceFailure.Unauthorised,
        -2011 when !message.Contains("Unknown order", StringComparison.OrdinalIgnoreCase) && message != "UNKNOWN_ORDER" =>
            BinanceFailure.Refused,
        -2011 or -2013 => BinanceFailure.OrderNotFound,
        -2021 when market == MarketType.Usdm => BinanceFailure.WouldTrigger,
        -2010 when message.Contains("trigger immediately", StringComparison.OrdinalIgnoreCase) => BinanceFailure.WouldTrigger,
        -2010 when message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase) => BinanceFailure.Duplicate,
        -4116 or -4111 => BinanceFailure.Duplicate,
        _ => status switch
        {
            429 or 418 => BinanceFailure.RateLimited,
            401 or 403 => BinanceFailure.Unauthorised,
            >= 500 => BinanceFailure.Unknown,
            _ => BinanceFailure.Refused,
        },
    };

    /// <summary>The moment until which a ban lasts by its message, milliseconds; null when it does not say.</summary>
    public static long? BanEnd(string message)
    {
        var at = message.IndexOf(BannedUntil, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var digits = message.AsSpan(at + BannedUntil.Length);
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(length < 0 ? digits : digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var end) ? end : null;
    }
}
