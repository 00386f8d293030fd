namespace TradingBot.Trading;

/// <summary>What the exchange knows of an intent.</summary>
[GenerateSerializer, Alias("venue-knowledge")]
public enum VenueKnowledge
{
    /// <summary>It has never seen the id: sending is safe.</summary>
    Unknown,

    /// <summary>The order is open.</summary>
    Open,

    /// <summary>The order has existed and is not open any more.</summary>
    Closed,
}
