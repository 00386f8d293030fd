namespace TradingBot.Simulator.Venue;

/// <summary>An OCO: of two orders the one that comes first ends the other.</summary>
internal sealed class SimOrderList(long id, string clientId, SimSymbol symbol, long time)
{
    public long Id => id;

    public string ClientId => clientId;

    public SimSymbol Symbol => symbol;

    public long Time => time;

    public List<SimOrder> Orders { get; } = [];

    /// <summary>One order has come first, or all were cancelled.</summary>
    public bool IsDecided { get; set; }

    public bool IsOpen => Orders.Any(static o => o.IsOpen);

    /// <summary>Both wait for the same funds: those of the one that needs more are locked.</summary>
    public bool Locks(SimOrder order) => order == Orders.Where(static o => o.IsOpen).MaxBy(static o => o.LockPrice * o.Remaining);
}
