using System.Collections.Immutable;

namespace TradingBot.Billing;

/// <summary>What stands against a request.</summary>
[GenerateSerializer, Alias("billing-refusal")]
public enum BillingRefusal
{
    /// <summary>Nothing: it was carried out.</summary>
    None,

    /// <summary>A field is wrong.</summary>
    Invalid,

    /// <summary>What is asked about is not there.</summary>
    NotFound,

    /// <summary>Not possible now.</summary>
    Conflict,

    /// <summary>The payment provider gives no usable answer; asking again is safe.</summary>
    Unavailable,
}

/// <summary>The result of a request to <see cref="IBillingGrain"/>.</summary>
/// <param name="Refusal">What kind of thing stands against it.</param>
/// <param name="Errors">What stands against it, by field.</param>
/// <param name="View">The subscription as it is now.</param>
[GenerateSerializer, Immutable, Alias("billing-result")]
public sealed record BillingResult(
    [property: Id(0)] BillingRefusal Refusal,
    [property: Id(1)] ImmutableArray<ValidationError> Errors,
    [property: Id(2)] SubscriptionView View);
