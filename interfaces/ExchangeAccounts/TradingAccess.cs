namespace TradingBot.ExchangeAccounts;

/// <summary>A trader's way into an account at a venue.</summary>
/// <param name="Credentials">The sealed key.</param>
/// <param name="Key">What is known of it.</param>
[GenerateSerializer, Immutable, Alias("trading-access")]
public sealed record TradingAccess([property: Id(0)] SealedCredentials Credentials, [property: Id(1)] ExchangeKeyView Key);
