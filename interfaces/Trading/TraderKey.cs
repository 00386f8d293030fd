using System.Diagnostics.CodeAnalysis;
using TradingBot.MarketData;

namespace TradingBot.Trading;

/// <summary>The grain key of a trader: <c>userId/market:symbol</c>.</summary>
/// <param name="UserId">The owner.</param>
/// <param name="Symbol">What it trades.</param>
public readonly record struct TraderKey(string UserId, MarketSymbol Symbol)
{
    /// <inheritdoc/>
    public override string ToString() => $"{UserId}/{Symbol}";

    /// <summary>Reads a grain key.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TraderKey key)
    {
        key = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash <= 0 || !IsUserId(text![..slash]) || !MarketSymbol.TryParse(text[(slash + 1)..], out var symbol))
            return false;
        key = new(text[..slash], symbol);
        return true;
    }

    /// <summary>Reads a grain key.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static TraderKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException($"'{text}' is not a trader like alice/spot:BTCUSDT.");

    /// <summary>True for 1 to 40 small letters, digits and hyphens. User ids are chosen by the service and name no person.</summary>
    public static bool IsUserId(string text) =>
        text.Length is >= 1 and <= 40 && text.All(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
