using TradingBot.Audit;
using TradingBot.Billing;

namespace TradingBot.Grains.Billing;

/// <summary>Rows on their way to the tables, and words on their way to the user. Written again they change nothing.</summary>
/// <param name="Payment">A payment, new or changed.</param>
/// <param name="Subscription">How the user is covered now.</param>
/// <param name="Audit">What happened.</param>
/// <param name="Notice">What the user is told.</param>
public sealed record BillingEntry(PaymentRow? Payment = null, SubscriptionRow? Subscription = null, AuditRow? Audit = null, BillingNotice? Notice = null);
