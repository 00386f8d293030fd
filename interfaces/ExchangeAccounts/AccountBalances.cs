using System.Collections.Immutable;
using TradingBot.Trading;

namespace TradingBot.ExchangeAccounts;

/// <summary>What an account at a venue holds.</summary>
/// <param name="Spot">Spot balances; empty without a key for spot.</param>
/// <param name="Usdm">USDⓈ-M wallet balances; empty without a key for USDⓈ-M.</param>
/// <param name="Problem">Why it could not be asked for; null when it could.</param>
[GenerateSerializer, Immutable, Alias("account-balances")]
public sealed record AccountBalances(
    [property: Id(0)] ImmutableArray<AssetBalance> Spot,
    [property: Id(1)] ImmutableArray<AssetBalance> Usdm,
    [property: Id(2)] string? Problem);
