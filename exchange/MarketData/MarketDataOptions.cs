namespace TradingBot.Exchange.MarketData;

/// <summary>The configuration section <c>MarketData</c>: where candles come from.</summary>
public sealed class MarketDataOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "MarketData";

    /// <summary>The highest <see cref="Speed"/>.</summary>
    public const int MaxSpeed = 1_000_000;

    /// <summary><c>binance</c>, <c>replay</c> or <c>simulated</c> (the default: it needs nothing but itself).</summary>
    public string Source { get; set; } = MarketDataSource.Simulated;

    /// <summary>
    /// Replay and simulation: how many times faster than real time, up to <see cref="MaxSpeed"/>; 0 for as fast as possible.
    /// </summary>
    public double Speed { get; set; } = 1;

    /// <summary>
    /// Whether candles carry the time of the clock, so that market data can be told to be stale. By default true for <c>binance</c> alone;
    /// false for a simulated exchange that runs at another speed.
    /// </summary>
    public bool? RealTime { get; set; }

    /// <summary>A folder in which the venue's kline frames are taken down as they come, for the source <c>replay</c>; empty (default) for none.</summary>
    public string Record { get; set; } = "";

    /// <summary>Settings of the source <c>replay</c>.</summary>
    public ReplayOptions Replay { get; set; } = new();

    /// <summary>Settings of the source <c>simulated</c>.</summary>
    public SimulatedOptions Simulated { get; set; } = new();

    /// <summary>The pace of the candles that arrive: a venue's is real time whatever <see cref="Speed"/> says.</summary>
    public double Pace => Source == MarketDataSource.Binance ? 1 : Speed;

    /// <summary><see cref="RealTime"/>, or its default.</summary>
    public bool IsRealTime => RealTime ?? Source == MarketDataSource.Binance;

    /// <summary>What is wrong with the settings, each message naming its setting and limit; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (!MarketDataSource.All.Contains(Source))
            errors.Add($"{Section}:Source is '{Source}'; use {string.Join(", ", MarketDataSource.All)}.");
        if (!(Speed is >= 0 and <= MaxSpeed))
            errors.Add($"{Section}:Speed is {Speed}; it must be 0 (as fast as possible) to {MaxSpeed}.");
        if (Record.Length > 0 && Source != MarketDataSource.Binance)
            errors.Add($"{Section}:Record is '{Record}', and there are no frames to record: {Section}:Source is '{Source}', not {MarketDataSource.Binance}.");
        if (Source == MarketDataSource.Replay)
            errors.AddRange(Replay.Validate());
        if (Source == MarketDataSource.Simulated)
            errors.AddRange(Simulated.Validate());
        return errors;
    }
}
