using System.Collections.Immutable;
using Orleans.Concurrency;

namespace TradingBot.Billing;

/// <summary>A user's subscription: plan, cycle, payment link, payments. Key: the user id.</summary>
[Alias("billing")]
public interface IBillingGrain : IGrainWithStringKey
{
    /// <summary>
    /// The subscription gate: what the user may do now. The only place that decides it; traders, the HTTP API and the chat ask here.
    /// </summary>
    [Alias("access"), AlwaysInterleave]
    Task<SubscriptionAccess> GetAccessAsync();

    /// <summary>The subscription as people see it.</summary>
    [Alias("view"), AlwaysInterleave]
    Task<SubscriptionView> GetAsync();

    /// <summary>The plans to choose from, with their prices; empty where nothing is billed.</summary>
    [Alias("plans"), AlwaysInterleave]
    Task<ImmutableArray<PlanInfo>> GetPlansAsync();

    /// <summary>The user's payments, oldest first.</summary>
    [Alias("payments"), AlwaysInterleave]
    Task<ImmutableArray<PaymentRow>> GetPaymentsAsync();

    /// <summary>Takes the customer's details, which are stored sealed. Needed once, before the first link.</summary>
    /// <param name="details">The details.</param>
    /// <param name="timeZone">IANA name of the user's time zone; null leaves it as it is.</param>
    [Alias("set-customer")]
    Task<BillingResult> SetCustomerAsync(CustomerDetails details, string? timeZone);

    /// <summary>Erases the customer's details here. What the payment provider has is the provider's.</summary>
    [Alias("erase-customer")]
    Task<BillingResult> EraseCustomerAsync();

    /// <summary>
    /// Opens a link to pay for a plan, or gives the one that is open for it. One for another plan or price is cancelled first.
    /// Safe to repeat after any failure: there is never a second open link.
    /// </summary>
    /// <param name="planId">The plan.</param>
    [Alias("open-link")]
    Task<BillingResult> OpenLinkAsync(string planId);

    /// <summary>Cancels the open link; without one nothing happens.</summary>
    [Alias("cancel-link")]
    Task<BillingResult> CancelLinkAsync();

    /// <summary>Asks the payment provider how the open link stands, and takes what has been paid.</summary>
    [Alias("check-link")]
    Task<BillingResult> CheckLinkAsync();

    /// <summary>Takes news whose origin has been proved. Durable when it returns; the same news again changes nothing.</summary>
    [Alias("take-news")]
    Task TakeNewsAsync(PaymentNews news);

    /// <summary>Grants days of a plan without payment, behind what is covered already.</summary>
    /// <param name="planId">The plan.</param>
    /// <param name="days">1 to 3,660.</param>
    /// <param name="actor">Who grants it.</param>
    /// <param name="reason">Why, 1 to 200 characters.</param>
    [Alias("grant")]
    Task<BillingResult> GrantAsync(string planId, int days, string actor, string reason);

    /// <summary>Extends what is covered by days of the same plan.</summary>
    /// <param name="days">1 to 3,660.</param>
    /// <param name="actor">Who extends it.</param>
    /// <param name="reason">Why, 1 to 200 characters.</param>
    [Alias("extend")]
    Task<BillingResult> ExtendAsync(int days, string actor, string reason);

    /// <summary>Marks a payment as given back in full by other ways than the provider's.</summary>
    /// <param name="paymentId">The payment.</param>
    /// <param name="actor">Who marks it.</param>
    /// <param name="reason">Why, 1 to 200 characters.</param>
    [Alias("mark-refunded")]
    Task<BillingResult> MarkRefundedAsync(string paymentId, string actor, string reason);
}
