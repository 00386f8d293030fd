namespace TradingBot.Billing;

/// <summary>How a subscription stands; what the service allows falls from stage to stage.</summary>
[GenerateSerializer, Alias("subscription-stage")]
public enum SubscriptionStage
{
    /// <summary>Paid, and not to be paid again yet.</summary>
    Active,

    /// <summary>Paid, and to be paid again by the bill date.</summary>
    Due,

    /// <summary>The bill date has passed; everything still works.</summary>
    Grace,

    /// <summary>No new entries; open positions keep their stops and are managed to their exit.</summary>
    EntriesPaused,

    /// <summary>Also no commands other than those that end trading.</summary>
    ReadOnly,
}
