using TradingBot.Billing;
using TradingBot.Secrets;

namespace TradingBot.Grains.Billing;

/// <summary>The durable state of a subscription. Times are milliseconds UTC.</summary>
public sealed class BillingState
{
    /// <summary>When billing first met the user: the trial begins. 0 before.</summary>
    public long Since { get; set; }

    /// <summary>Part of all references, drawn once: a service that begins anew with the same users never meets its old links.</summary>
    public string Salt { get; set; } = "";

    /// <summary>The customer's details; null before they are known and after they are erased.</summary>
    public SealedSecret? Customer { get; set; }

    /// <summary>The provider's id of the customer.</summary>
    public string? CustomerId { get; set; }

    /// <summary>IANA name of the user's time zone.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>The trial, and what the operator has granted.</summary>
    public List<Cover> Grants { get; init; } = [];

    /// <summary>Links, oldest first.</summary>
    public List<LinkRecord> Links { get; init; } = [];

    /// <summary>Payments, in the order in which they became known.</summary>
    public List<PaymentRecord> Payments { get; init; } = [];

    /// <summary>Links made so far.</summary>
    public long LastLink { get; set; }

    /// <summary>Entries for the tables made so far.</summary>
    public long LastEntry { get; set; }

    /// <summary>Notices made so far.</summary>
    public long LastNotice { get; set; }

    /// <summary>What the user was told last.</summary>
    public List<BillingNotice> Notices { get; init; } = [];

    /// <summary>The bill date that <see cref="NoticedStep"/> is about.</summary>
    public long NoticedFor { get; set; }

    /// <summary>The last reminder that was sent or had passed.</summary>
    public int NoticedStep { get; set; }

    /// <summary>When the reminder of the cycle is set to tick; 0 for not.</summary>
    public long WakesAt { get; set; }

    /// <summary>Whether the reminder that looks at open links is set.</summary>
    public bool IsPolling { get; set; }

    /// <summary>Rows that wait for the tables.</summary>
    public List<BillingEntry> Outbox { get; init; } = [];
}
