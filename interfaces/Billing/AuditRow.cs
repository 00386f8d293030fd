namespace TradingBot.Billing;

/// <summary>Something that changed a subscription, for the audit trail. Never changed.</summary>
/// <param name="Id">Unique: the user id, a dot, the entry's number.</param>
/// <param name="UserId">Whose subscription; empty when nobody can be told.</param>
/// <param name="Actor">Who did it: a user id, or <c>provider</c>, or <c>system</c>.</param>
/// <param name="Action">What: <c>payment-credited</c>, <c>grant</c> …</param>
/// <param name="Subject">On what: a payment, a link, a plan.</param>
/// <param name="Text">Details and reason.</param>
/// <param name="Time">Milliseconds UTC.</param>
[GenerateSerializer, Immutable, Alias("billing-audit-row")]
public sealed record AuditRow(
    [property: Id(0)] string Id,
    [property: Id(1)] string UserId,
    [property: Id(2)] string Actor,
    [property: Id(3)] string Action,
    [property: Id(4)] string Subject,
    [property: Id(5)] string Text,
    [property: Id(6)] long Time);
