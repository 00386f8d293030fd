namespace TradingBot.Trading.Risk;

/// <summary>What the whole service may do.</summary>
[GenerateSerializer, Alias("service-mode")]
public enum ServiceMode
{
    /// <summary>Trades.</summary>
    Normal,

    /// <summary>No entries; open entry orders are cancelled, positions are managed to their exit.</summary>
    EntriesPaused,

    /// <summary>The kill switch is on: as <see cref="EntriesPaused"/>, until it is released explicitly.</summary>
    KilledKeep,

    /// <summary>The kill switch is on: no entries, and positions are sold at market.</summary>
    KilledFlatten,

    /// <summary>As <see cref="EntriesPaused"/>, and users change nothing but what ends trading: for maintenance.</summary>
    ReadOnly,
}

/// <summary>The service's mode.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Epoch">How often it has changed.</param>
[GenerateSerializer, Immutable, Alias("service-state")]
public readonly record struct ServiceState([property: Id(0)] ServiceMode Mode, [property: Id(1)] long Epoch);

/// <summary>The service's mode, and how far it has come.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Since">When it was set, milliseconds UTC; 0 when it never was.</param>
/// <param name="By">Id of the user who set it; empty when nobody did.</param>
/// <param name="Confirmed">Users all of whose traders have confirmed it.</param>
/// <param name="Waiting">Users who were asked and whose traders have not all confirmed; they are asked again.</param>
/// <param name="IsDone">True when every trader of every user has confirmed it.</param>
[GenerateSerializer, Immutable, Alias("service-status")]
public sealed record ServiceStatus(
    [property: Id(0)] ServiceMode Mode,
    [property: Id(1)] long Since,
    [property: Id(2)] string By,
    [property: Id(3)] int Confirmed,
    [property: Id(4)] int Waiting,
    [property: Id(5)] bool IsDone);
