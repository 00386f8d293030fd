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
