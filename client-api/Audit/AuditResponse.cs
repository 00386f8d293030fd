using TradingBot.Audit;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Audit;

/// <summary>Who did what, when, from where.</summary>
/// <param name="Id">Unique.</param>
/// <param name="User">About whose account; empty when nobody can be told.</param>
/// <param name="Actor">Who did it: a user id, provider or system.</param>
/// <param name="Action">What: an operation of this API, or something that happened to a subscription.</param>
/// <param name="Subject">On what.</param>
/// <param name="Text">Details; of an operation that was refused, why.</param>
/// <param name="Time">When.</param>
/// <param name="Address">From which network address; empty where there is none, or where it is another user's.</param>
public sealed record AuditResponse(string Id, string User, string Actor, string Action, string Subject, string Text, DateTimeOffset Time, string Address)
{
    public static AuditResponse From(AuditRow r) => new(r.Id, r.UserId, r.Actor, r.Action, r.Subject, r.Text, ApiTime.Of(r.Time), r.Address);
}
