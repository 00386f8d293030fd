namespace TradingBot.Exchange.Binance.Limits;

/// <summary>How many processes speak to Binance from this process's address; whoever knows the cluster keeps it up to date.</summary>
public sealed class EgressShare
{
    private int _processes = 1;

    /// <summary>This one included, at least 1.</summary>
    public int Processes
    {
        get => Volatile.Read(ref _processes);
        set => Volatile.Write(ref _processes, Math.Max(1, value));
    }
}
