using Orleans.Concurrency;
using TradingBot.Journal;

namespace TradingBot.Billing;

/// <summary>
/// The operator's view of all subscriptions. One grain, key <see cref="Key"/>. Reads the tables, which follow the subscriptions
/// within seconds. Invalid queries are bugs of the caller, who validates first.
/// </summary>
[Alias("billing-office")]
public interface IBillingOfficeGrain : IGrainWithStringKey
{
    /// <summary>The key of the only grain of this kind.</summary>
    const string Key = "office";

    /// <summary>What subscriptions bring in.</summary>
    [Alias("revenue"), AlwaysInterleave]
    Task<RevenueView> GetRevenueAsync();

    /// <summary>Subscriptions.</summary>
    /// <exception cref="ArgumentException">The query has errors.</exception>
    [Alias("subscriptions"), AlwaysInterleave]
    Task<JournalPage<SubscriptionRow>> GetSubscriptionsAsync(BillingQuery query);

    /// <summary>Payments.</summary>
    /// <exception cref="ArgumentException">The query has errors.</exception>
    [Alias("payments"), AlwaysInterleave]
    Task<JournalPage<PaymentRow>> GetPaymentsAsync(BillingQuery query);
}
