using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Backtesting;

/// <summary>What a backtest trades with.</summary>
/// <param name="Symbol">Symbol and its filters.</param>
/// <param name="Interval">The candles' interval.</param>
/// <param name="Strategy">Strategy and parameters.</param>
/// <param name="Size">Position size.</param>
/// <param name="Cash">Quote balance at the start, above zero.</param>
/// <param name="FeeRate">Commission as a fraction (0.001 is 0.1 %), 0 to below 1.</param>
/// <param name="Leverage">1 on spot, 1 to 125 on USDⓈ-M.</param>
/// <param name="Risk">The trader's own risk rules; null for none.</param>
public sealed record BacktestSettings(
    SymbolInfo Symbol,
    CandleInterval Interval,
    StrategySettings Strategy,
    PositionSize Size,
    Fixed8 Cash,
    Fixed8 FeeRate,
    int Leverage = 1,
    TraderRiskLimits? Risk = null);
