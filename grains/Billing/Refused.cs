using TradingBot.Billing;
using TradingBot.Payments;

namespace TradingBot.Grains.Billing;

/// <summary>What stands against a request.</summary>
public sealed record Refused(BillingRefusal Kind, ValidationError Error)
{
    /// <summary>Not possible now.</summary>
    public static Refused Conflict(string field, string message) => new(BillingRefusal.Conflict, new(field, message));

    /// <summary>A field is wrong.</summary>
    public static Refused Invalid(string field, string message) => new(BillingRefusal.Invalid, new(field, message));

    /// <summary>What the payment provider's answer means for the user.</summary>
    public static Refused By(PaymentError error) => error.Failure == PaymentFailure.Refused
        ? Conflict("provider", error.Message)
        : new(BillingRefusal.Unavailable, new("provider", $"{error.Message}; please try again."));
}
