using TradingBot.Billing;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Billing;

/// <summary>A payment.</summary>
/// <param name="Id">The payment provider's id.</param>
/// <param name="User">Whose; empty when nobody can be told from it.</param>
/// <param name="Reference">The link's reference.</param>
/// <param name="Plan">The plan's id; empty when the link is not known.</param>
/// <param name="AmountPaise">What was paid, paise.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="PaidAt">When it was paid.</param>
/// <param name="Standing">What became of it.</param>
/// <param name="RefundedPaise">What was given back so far, paise.</param>
/// <param name="Dispute">Whether it is disputed.</param>
/// <param name="CycleDays">Days that it covers while it is credited.</param>
/// <param name="IsTest">Made with test keys: no money.</param>
/// <param name="NeedsAttention">Whether the operator should look at it.</param>
public sealed record PaymentResponse(
    string Id, string User, string Reference, string Plan, long AmountPaise, string Currency, DateTimeOffset PaidAt, PaymentStanding Standing,
    long RefundedPaise, DisputeState Dispute, int CycleDays, bool IsTest, bool NeedsAttention)
{
    public static PaymentResponse From(PaymentRow p) => new(
        p.Id, p.UserId, p.Reference, p.PlanId, p.AmountPaise, p.Currency, ApiTime.Of(p.PaidAt), p.Standing, p.RefundedPaise, p.Dispute, p.CycleDays,
        p.IsTest, p.NeedsAttention);
}
