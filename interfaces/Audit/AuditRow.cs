namespace TradingBot.Audit;

/// <summary>Who did what, when, from where: an entry of the audit trail. Never changed.</summary>
/// <param name="Id">Unique: whose entries it is counted among, a dot, the entry's number.</param>
/// <param name="UserId">Whose account it is about; empty when nobody can be told.</param>
/// <param name="Actor">Who did it: a user id, or <c>provider</c>, or <c>system</c>.</param>
/// <param name="Action">What: <c>startTrader</c>, <c>payment-credited</c> …</param>
/// <param name="Subject">On what: a symbol, a payment, a plan.</param>
/// <param name="Text">Details and reason; no secret, and nothing that names a person.</param>
/// <param name="Time">Milliseconds UTC.</param>
/// <param name="Address">From which network address; empty where there is none.</param>
[GenerateSerializer, Immutable, Alias("audit-row")]
public sealed record AuditRow(
    [property: Id(0)] string Id,
    [property: Id(1)] string UserId,
    [property: Id(2)] string Actor,
    [property: Id(3)] string Action,
    [property: Id(4)] string Subject,
    [property: Id(5)] string Text,
    [property: Id(6)] long Time,
    [property: Id(7)] string Address = "");
