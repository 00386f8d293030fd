using TradingBot.Backtesting;
using TradingBot.Trading;

namespace TradingBot.Grains.Backtesting;

/// <summary>The durable state of a backtest that a user asked for.</summary>
public sealed class BacktestState
{
    /// <summary>What is tested; null for no backtest.</summary>
    public BacktestOrder? Order { get; set; }

    /// <summary>When it was asked for, milliseconds UTC.</summary>
    public long CreatedAt { get; set; }

    /// <summary>The result, once it is done.</summary>
    public BacktestOutcome? Result { get; set; }

    /// <summary>Closed trades, as many as are kept.</summary>
    public List<Trade> Trades { get; set; } = [];

    /// <summary>Why there is no result; empty otherwise.</summary>
    public string Failure { get; set; } = "";
}
