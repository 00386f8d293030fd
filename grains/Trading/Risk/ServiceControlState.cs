using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading.Risk;

/// <summary>The durable state of the service's mode.</summary>
public sealed class ServiceControlState
{
    /// <summary>The mode.</summary>
    public ServiceMode Mode { get; set; }

    /// <summary>How often it has changed.</summary>
    public long Epoch { get; set; }

    /// <summary>When it was set, milliseconds UTC; 0 when it never was.</summary>
    public long Since { get; set; }

    /// <summary>Who set it.</summary>
    public string By { get; set; } = "";

    /// <summary>Users up to this one, in the order of their ids, were asked to take the mode on; empty for none.</summary>
    public string AskedUpTo { get; set; } = "";

    /// <summary>Users who were asked and have not confirmed.</summary>
    public HashSet<string> Waiting { get; init; } = [];

    /// <summary>Users who have confirmed.</summary>
    public int Confirmed { get; set; }

    /// <summary>Whether every user has confirmed.</summary>
    public bool IsDone { get; set; } = true;
}
