using TradingBot.Exchange.Replay;
using TradingBot.Grains.Backtesting;
using TradingBot.Reporting;

namespace TradingBot.Silo.Reports;

/// <summary>All that the reports of a backtest are made from.</summary>
internal sealed record BacktestReport(
    BacktestSettings Settings, CandleFileContent File, BacktestResult Result, PerformanceReport Performance);
