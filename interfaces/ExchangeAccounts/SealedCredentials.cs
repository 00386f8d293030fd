using TradingBot.Secrets;

namespace TradingBot.ExchangeAccounts;

/// <summary>All that the exchange adapter needs to open a user's API key, still sealed.</summary>
/// <param name="Account">Whose, at which venue: what the secret is bound to.</param>
/// <param name="DataKey">The user's data key, sealed by the master key.</param>
/// <param name="Secret">API key and secret, sealed by the data key.</param>
[GenerateSerializer, Immutable, Alias("sealed-credentials")]
public sealed record SealedCredentials(
    [property: Id(0)] ExchangeAccountKey Account,
    [property: Id(1)] SealedSecret DataKey,
    [property: Id(2)] SealedSecret Secret);
