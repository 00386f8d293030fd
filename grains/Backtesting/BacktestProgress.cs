namespace TradingBot.Grains.Backtesting;

/// <summary>How far a backtest is: written by its thread, read by its grain.</summary>
public sealed class BacktestProgress : IProgress<int>
{
    private volatile int _done;
    private volatile int _total;
    private volatile bool _begun;

    /// <summary>True once it has had its turn.</summary>
    public bool HasBegun => _begun;

    /// <summary>Candles to run over.</summary>
    public int Total
    {
        get => _total;
        set => _total = value;
    }

    /// <summary>Candles done as a fraction, 0 to 1.</summary>
    public double Fraction => _total == 0 ? 0 : Math.Round((double)_done / _total, 4);

    /// <summary>It has its turn.</summary>
    public void Begin() => _begun = true;

    /// <inheritdoc/>
    public void Report(int value) => _done = value;
}
