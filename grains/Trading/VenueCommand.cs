namespace TradingBot.Grains.Trading;

/// <summary>What a command asks of the venue.</summary>
public enum CommandKind
{
    /// <summary>Nothing is in flight.</summary>
    None,

    /// <summary>Place <see cref="VenueCommand.Order"/>.</summary>
    Place,

    /// <summary>Cancel <see cref="VenueCommand.CancelId"/>.</summary>
    Cancel,

    /// <summary>Cancel <see cref="VenueCommand.CancelId"/>, and place <see cref="VenueCommand.Order"/> only if that succeeds.</summary>
    Replace,
}

/// <summary>
/// The one command of a trader that may be on its way to the venue. It is part of the durable state: written before it is sent,
/// and after a crash settled with the venue before anything else happens.
/// </summary>
public sealed class VenueCommand
{
    /// <summary>What is asked.</summary>
    public CommandKind Kind { get; set; }

    /// <summary>Whether it concerns the exit (true) or the entry order.</summary>
    public bool IsExit { get; set; }

    /// <summary>The order to cancel.</summary>
    public long CancelId { get; set; }

    /// <summary>The order to place.</summary>
    public TradeOrder Order { get; set; } = new();
}

/// <summary>How the venue answered a command. No answer at all is not in this list: then the command stays in flight.</summary>
public enum CommandOutcome
{
    /// <summary>Done: placed, cancelled, or both.</summary>
    Accepted,

    /// <summary>Refused, nothing has changed.</summary>
    Refused,

    /// <summary>Refused because the trigger price has been reached already.</summary>
    RefusedWouldTrigger,

    /// <summary>A replacement got half way: the old order is cancelled, the new one refused.</summary>
    CancelledNotPlaced,

    /// <summary>The order to cancel is not open any more: it has been filled or ended, which its own updates tell.</summary>
    OrderNotOpen,
}
