using TradingBot.Billing;
using TradingBot.Journal;

namespace TradingBot.Grains.Billing;

/// <summary>The tables that follow the subscriptions.</summary>
public interface IBillingRecords
{
    /// <summary>Writes rows, all or none; durable when the task completes. Written again they change nothing.</summary>
    Task WriteAsync(IReadOnlyList<BillingEntry> entries);

    /// <summary>Subscriptions.</summary>
    Task<JournalPage<SubscriptionRow>> ReadSubscriptionsAsync(BillingQuery query);

    /// <summary>Payments.</summary>
    Task<JournalPage<PaymentRow>> ReadPaymentsAsync(BillingQuery query);
}
