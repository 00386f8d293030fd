using TradingBot.Billing;

namespace TradingBot.Grains.Billing;

/// <summary>How a link stands with us.</summary>
public enum LinkStage
{
    /// <summary>It may or may not be at the provider: its making has no answer yet.</summary>
    Requested,

    /// <summary>It can be paid.</summary>
    Open,

    /// <summary>Paid, expired, cancelled or refused. A payment that comes nevertheless still counts.</summary>
    Ended,
}

/// <summary>A payment link, written before it is asked for.</summary>
/// <param name="Reference">Our name of it, unique at the provider.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Price">What was asked for.</param>
/// <param name="CycleDays">Days that its payment covers.</param>
/// <param name="IsTest">Made with test keys.</param>
/// <param name="RequestedAt">When it was asked for, milliseconds UTC: nobody has paid before.</param>
/// <param name="ExpiresAt">When it stops working, milliseconds UTC.</param>
/// <param name="Stage">How it stands.</param>
/// <param name="ProviderId">The provider's id; empty while it is requested.</param>
/// <param name="Url">Where to pay; empty while it is requested.</param>
public sealed record LinkRecord(
    string Reference, string PlanId, PriceBreakdown Price, int CycleDays, bool IsTest, long RequestedAt, long ExpiresAt, LinkStage Stage = LinkStage.Requested,
    string ProviderId = "", string Url = "");
