using TradingBot.Secrets;

namespace TradingBot.ExchangeAccounts;

/// <summary>An API key with its secret, sealed, and what may be shown of it.</summary>
/// <param name="Secret">API key and secret, sealed by the user's data key and bound to user and venue.</param>
/// <param name="Type">How it signs.</param>
/// <param name="LastFour">The last four characters of the API key, by which its owner recognises it.</param>
[GenerateSerializer, Immutable, Alias("sealed-exchange-key")]
public sealed record SealedExchangeKey(
    [property: Id(0)] SealedSecret Secret,
    [property: Id(1)] ExchangeKeyType Type,
    [property: Id(2)] string LastFour);
