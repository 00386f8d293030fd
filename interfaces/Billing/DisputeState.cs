namespace TradingBot.Billing;

/// <summary>Whether a payer disputes a payment. Later states win over earlier ones, whatever the order of arrival.</summary>
[GenerateSerializer, Alias("dispute-state")]
public enum DisputeState
{
    /// <summary>Nobody disputes it.</summary>
    None,

    /// <summary>Under way; the payment counts until it is decided.</summary>
    Open,

    /// <summary>Won or closed: the payment counts.</summary>
    Closed,

    /// <summary>Lost: the money is gone.</summary>
    Lost,
}
