namespace TradingBot.Trading;

/// <summary>The closed set of what may have become of a command.</summary>
[GenerateSerializer, Alias("venue-outcome")]
public enum VenueOutcome
{
    /// <summary>Done: placed, cancelled, or both.</summary>
    Accepted,

    /// <summary>Refused, nothing has changed.</summary>
    Refused,

    /// <summary>Refused because the trigger price has been reached already.</summary>
    RefusedWouldTrigger,

    /// <summary>A replacement got half way: the old order is cancelled, the new one refused.</summary>
    CancelledNotPlaced,

    /// <summary>The order to cancel is not open any more: it has been filled or ended, which its own reports tell.</summary>
    OrderNotOpen,

    /// <summary>No usable answer: the command may or may not have been carried out. It is queried, never blindly repeated.</summary>
    Unknown,

    /// <summary>Nothing has changed, and the venue has not judged it: no connection, a limit, its clock. To be tried again.</summary>
    TryLater,
}
