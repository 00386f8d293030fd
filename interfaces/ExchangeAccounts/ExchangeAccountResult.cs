using System.Collections.Immutable;

namespace TradingBot.ExchangeAccounts;

/// <summary>What came of a change to a user's keys.</summary>
/// <param name="Outcome">What has happened.</param>
/// <param name="Keys">The keys that are stored now.</param>
/// <param name="Errors">What stood against it, or what the check has found on markets for which the key was not stored.</param>
[GenerateSerializer, Immutable, Alias("exchange-account-result")]
public sealed record ExchangeAccountResult(
    [property: Id(0)] ExchangeAccountOutcome Outcome,
    [property: Id(1)] ImmutableArray<ExchangeKeyView> Keys,
    [property: Id(2)] ImmutableArray<ValidationError> Errors);

/// <summary>The closed set of what may have become of a change to a user's keys.</summary>
[GenerateSerializer, Alias("exchange-account-outcome")]
public enum ExchangeAccountOutcome
{
    /// <summary>Done and durable.</summary>
    Done,

    /// <summary>The check refused the key; nothing has changed.</summary>
    KeyRefused,

    /// <summary>The venue could not be asked; nothing has changed.</summary>
    VenueUnreachable,

    /// <summary>A trader of this venue has a position or an order; nothing has changed.</summary>
    InUse,
}
