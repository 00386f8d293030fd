using TradingBot.Billing;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Billing;

/// <summary>What a result of the subscription is in HTTP.</summary>
internal static class BillingAnswers
{
    /// <summary>The subscription as it is now.</summary>
    /// <exception cref="RequestException">The request was refused.</exception>
    public static SubscriptionView OrThrow(this BillingResult result) => result.Refusal == BillingRefusal.None
        ? result.View
        : throw new RequestException(
            result.Refusal switch
            {
                BillingRefusal.Invalid => 400,
                BillingRefusal.NotFound => 404,
                BillingRefusal.Conflict => 409,
                _ => 503,
            },
            result.Errors[0].ToString(), result.Errors);

    /// <summary>402 where the subscription stands against something; else null.</summary>
    public static RequestException? PaymentRequired(IReadOnlyList<ValidationError> errors) =>
        errors.Any(static e => e.Field == SubscriptionAccess.Field) ? new(402, errors[0].ToString(), errors) : null;

    /// <summary>Refuses what the subscription does not allow any more.</summary>
    /// <exception cref="RequestException">402.</exception>
    public static async Task RequireAsync(this IBillingGrain billing)
    {
        var access = await billing.GetAccessAsync();
        if (!access.MayCommand && PaymentRequired([new(SubscriptionAccess.Field, access.Reason)]) is { } refused)
            throw refused;
    }
}
