using TradingBot.Billing;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Billing;

/// <summary>What subscriptions bring in. Test payments count only while the service runs with test keys.</summary>
/// <param name="Time">As of.</param>
/// <param name="Active">Paid, not due yet.</param>
/// <param name="Due">Paid, and to be paid again by the bill date.</param>
/// <param name="Overdue">Past the bill date, commands still taken.</param>
/// <param name="Churned">Past that, too.</param>
/// <param name="Trials">On trial.</param>
/// <param name="Grants">On a grant.</param>
/// <param name="MonthlyRecurringPaise">Of active and due ones, for a twelfth of a year, without fee and tax, paise.</param>
/// <param name="NeedAttention">Payments that the operator should look at.</param>
/// <param name="Plans">Active and due ones by plan.</param>
public sealed record RevenueResponse(
    DateTimeOffset Time, int Active, int Due, int Overdue, int Churned, int Trials, int Grants, long MonthlyRecurringPaise, int NeedAttention,
    IReadOnlyList<PlanRevenueResponse> Plans)
{
    public static RevenueResponse From(RevenueView v) => new(
        ApiTime.Of(v.Time), v.Active, v.Due, v.Overdue, v.Churned, v.Trials, v.Grants, v.MonthlyRecurringPaise, v.NeedAttention,
        [.. v.Plans.Select(p => new PlanRevenueResponse(p.PlanId, p.Subscribers, p.MonthlyRecurringPaise))]);
}

/// <summary>One plan's share.</summary>
/// <param name="Plan">The plan's id.</param>
/// <param name="Subscribers">Active and due.</param>
/// <param name="MonthlyRecurringPaise">As in the sum.</param>
public sealed record PlanRevenueResponse(string Plan, int Subscribers, long MonthlyRecurringPaise);

/// <summary>How a user is covered.</summary>
/// <param name="User">Whose.</param>
/// <param name="Plan">The plan's id.</param>
/// <param name="Kind">What covers last.</param>
/// <param name="Stage">How it stands.</param>
/// <param name="PaidUntil">The bill date.</param>
/// <param name="SubtotalPaise">Price of a cycle without fee and tax, as paid last; 0 before the first payment.</param>
/// <param name="CycleDays">Days of that cycle.</param>
/// <param name="IsTest">Made with test keys: no money.</param>
public sealed record SubscriberResponse(
    string User, string Plan, CoverageKind Kind, SubscriptionStage Stage, DateTimeOffset PaidUntil, long SubtotalPaise, int CycleDays, bool IsTest)
{
    public static SubscriberResponse From(SubscriptionRow r) =>
        new(r.UserId, r.PlanId, r.Kind, r.Stage, ApiTime.Of(r.PaidUntil), r.SubtotalPaise, r.CycleDays, r.IsTest);
}
