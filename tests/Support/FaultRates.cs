namespace TradingBot.Tests.Support;

/// <summary>How often a <see cref="FaultyFeed"/> does what, each 0 to 1.</summary>
public sealed record FaultRates
{
    /// <summary>The closed frame never comes.</summary>
    public double Drop { get; init; }

    /// <summary>The frame comes twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>The frame comes behind one to five later ones.</summary>
    public double Delay { get; init; }

    /// <summary>The frame's numbers are rubbish.</summary>
    public double Corrupt { get; init; }

    /// <summary>The frame of the next candle, just opened, comes too.</summary>
    public double Opening { get; init; }

    /// <summary>A request for history fails.</summary>
    public double HistoryFailure { get; init; }

    /// <summary>History lacks the newest candle of the range.</summary>
    public double HistoryLag { get; init; }

    public static FaultRates All(double rate) => new()
    {
        Drop = rate, Duplicate = rate, Delay = rate, Corrupt = rate, Opening = rate, HistoryFailure = rate, HistoryLag = rate,
    };
}
