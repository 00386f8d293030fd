using System.Collections.Immutable;
using TradingBot.MarketData;

namespace TradingBot.Trading.Risk;

/// <summary>What a kill switch does with open positions; entries it ends in any case.</summary>
[GenerateSerializer, Alias("kill-positions")]
public enum KillPositions
{
    /// <summary>They stay, with their stops, and are managed to their exit.</summary>
    Keep,

    /// <summary>They are sold at market.</summary>
    Flatten,
}

/// <summary>A user's kill switch.</summary>
/// <param name="Positions">What it does with open positions; null while it is off.</param>
/// <param name="Since">When it was switched on or off, milliseconds UTC; 0 before the first time.</param>
/// <param name="IsConfirmed">True when every trader has confirmed: while the switch is on, no entry of the user is open, or will be.</param>
/// <param name="Pending">Traders that are known not to have confirmed yet; they are told again until they do.</param>
[GenerateSerializer, Immutable, Alias("kill-switch-status")]
public sealed record KillSwitchStatus(
    [property: Id(0)] KillPositions? Positions,
    [property: Id(1)] long Since,
    [property: Id(2)] bool IsConfirmed,
    [property: Id(3)] ImmutableArray<MarketSymbol> Pending);
