using System.Diagnostics.CodeAnalysis;
using TradingBot.Trading;

namespace TradingBot.ExchangeAccounts;

/// <summary>The grain key of a user's account at a venue: <c>userId/testnet</c>, <c>userId/demo</c> or <c>userId/live</c>.</summary>
/// <param name="UserId">The owner.</param>
/// <param name="Venue">Any mode but paper, which needs no keys.</param>
[GenerateSerializer, Immutable, Alias("exchange-account-key")]
public readonly record struct ExchangeAccountKey([property: Id(0)] string UserId, [property: Id(1)] TradingMode Venue)
{
    /// <inheritdoc/>
    public override string ToString() => $"{UserId}/{NameOf(Venue)}";

    /// <summary>The venue's name in keys and URLs.</summary>
    public static string NameOf(TradingMode venue) => venue switch
    {
        TradingMode.Testnet => "testnet",
        TradingMode.Demo => "demo",
        TradingMode.Live => "live",
        _ => throw new ArgumentOutOfRangeException(nameof(venue), venue, "Paper trading has no account at a venue."),
    };

    /// <summary>Reads a grain key.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ExchangeAccountKey key)
    {
        key = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash <= 0 || !TraderKey.IsUserId(text![..slash]))
            return false;
        foreach (var venue in Enum.GetValues<TradingMode>())
        {
            if (venue == TradingMode.Paper || NameOf(venue) != text[(slash + 1)..])
                continue;
            key = new(text[..slash], venue);
            return true;
        }

        return false;
    }

    /// <summary>Reads a grain key.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static ExchangeAccountKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException($"'{text}' is not an account like alice/testnet.");
}
