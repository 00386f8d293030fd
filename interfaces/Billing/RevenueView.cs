using System.Collections.Immutable;

namespace TradingBot.Billing;

/// <summary>
/// What subscriptions bring in. Who has a payment that counts is active, due, overdue or churned; who has none is on trial or
/// granted while that lasts.
/// </summary>
/// <param name="Time">As of, milliseconds UTC.</param>
/// <param name="Active">Covered and not due yet.</param>
/// <param name="Due">Covered and due.</param>
/// <param name="Overdue">Past the bill date: in grace, or entries paused.</param>
/// <param name="Churned">Read-only: gone until they pay again.</param>
/// <param name="Trials">Covered by the trial.</param>
/// <param name="Grants">Covered by a grant.</param>
/// <param name="MonthlyRecurringPaise">
/// Σ subtotal · 365 / 12 / cycle days over the active and due ones, rounded half up once, paise: without fee and tax.
/// </param>
/// <param name="NeedAttention">Payments that the operator should look at.</param>
/// <param name="Plans">The active and due ones by plan, in the order of plan ids.</param>
[GenerateSerializer, Immutable, Alias("revenue-view")]
public sealed record RevenueView(
    [property: Id(0)] long Time,
    [property: Id(1)] int Active,
    [property: Id(2)] int Due,
    [property: Id(3)] int Overdue,
    [property: Id(4)] int Churned,
    [property: Id(5)] int Trials,
    [property: Id(6)] int Grants,
    [property: Id(7)] long MonthlyRecurringPaise,
    [property: Id(8)] int NeedAttention,
    [property: Id(9)] ImmutableArray<PlanRevenue> Plans);

/// <summary>One plan's share.</summary>
/// <param name="PlanId">The plan.</param>
/// <param name="Subscribers">Active and due.</param>
/// <param name="MonthlyRecurringPaise">As in <see cref="RevenueView"/>, rounded for itself.</param>
[GenerateSerializer, Immutable, Alias("plan-revenue")]
public sealed record PlanRevenue(
    [property: Id(0)] string PlanId, [property: Id(1)] int Subscribers, [property: Id(2)] long MonthlyRecurringPaise);
