namespace TradingBot.Backtesting;

/// <summary>How far a backtest is.</summary>
[GenerateSerializer, Alias("backtest-stage")]
public enum BacktestStage
{
    /// <summary>Waits for others to end.</summary>
    Queued,

    /// <summary>Fetches candles or runs over them.</summary>
    Running,

    /// <summary>Has a result.</summary>
    Done,

    /// <summary>Has none, for the reason given.</summary>
    Failed,
}
