namespace TradingBot.Payments;

/// <summary>How a link stands at the provider.</summary>
public enum ProviderLinkStatus
{
    /// <summary>Can be paid.</summary>
    Open,

    /// <summary>Paid in part.</summary>
    PartiallyPaid,

    /// <summary>Paid in full.</summary>
    Paid,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Cancelled.</summary>
    Cancelled,
}
