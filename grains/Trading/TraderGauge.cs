using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading;

/// <summary>
/// How one trader in memory stands, for the gauges of <see cref="TradingMetrics"/>: written at the end of its turns, read by a
/// collection at any time. What it shows need not be of one moment.
/// </summary>
internal sealed class TraderGauge(TimeProvider time)
{
    private long _unprotectedSince;
    private long _unknownSince;

    public TradingMode Mode { get; private set; }

    public TraderRunState RunState { get; private set; }

    /// <summary>Asset of the amounts; empty before the first settings, when there is nothing to show.</summary>
    public string Quote { get; private set; } = "";

    public bool IsLong { get; private set; }

    // Metrics are approximate by nature, and a double is read in one piece.
    public double Realised { get; private set; }

    public double Notional { get; private set; }

    /// <summary>How long a position has been without an exit order at the exchange; null while it has one.</summary>
    public TimeSpan? Unprotected => Age(ref _unprotectedSince);

    /// <summary>How long the answer to a command has been missing; null while none is.</summary>
    public TimeSpan? Unknown => Age(ref _unknownSince);

    public void Show(TraderRunState runState, TradingState trading, TraderExposure exposure)
    {
        (Mode, Quote, RunState, IsLong) = (exposure.Mode, exposure.QuoteAsset, runState, trading.Phase == TradePhase.Long);
        (Realised, Notional) = ((double)exposure.Realised.ToDecimal(), (double)exposure.Notional.ToDecimal());
        Set(ref _unprotectedSince, IsLong && !trading.Exit.IsLive);
        Set(ref _unknownSince, trading.InFlight.Kind != CommandKind.None || trading.Doubtful.Kind != CommandKind.None);
    }

    private void Set(ref long since, bool holds)
    {
        if (!holds)
            Volatile.Write(ref since, 0);
        else if (since == 0)
            Volatile.Write(ref since, Math.Max(1, time.GetTimestamp()));
    }

    private TimeSpan? Age(ref long since) => Volatile.Read(ref since) is not 0 and var begun ? time.GetElapsedTime(begun) : null;
}
