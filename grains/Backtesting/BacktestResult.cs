using System.Collections.Immutable;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Backtesting;

/// <summary>What a backtest did.</summary>
/// <param name="Candles">Number of candles.</param>
/// <param name="Trades">Closed trades in order.</param>
/// <param name="OpenPosition">The position still open at the end, if any.</param>
/// <param name="FinalCash">Quote balance at the end.</param>
/// <param name="FinalBase">Spot: the base held, dust included. USDⓈ-M: the open position's quantity.</param>
/// <param name="FinalEquity">Spot: cash + base * last close. USDⓈ-M: cash + unrealised PnL.</param>
/// <param name="Equity">Equity at each candle's close, one value a candle.</param>
/// <param name="EntriesNotPlaced">How often an entry was not placed, by reason (filter or rule name).</param>
public sealed record BacktestResult(
    int Candles,
    ImmutableArray<Trade> Trades,
    OpenPosition? OpenPosition,
    Fixed16 FinalCash,
    Fixed8 FinalBase,
    Fixed16 FinalEquity,
    Fixed16[] Equity,
    ImmutableSortedDictionary<string, int> EntriesNotPlaced);

/// <summary>A position that is open at the end of a backtest.</summary>
/// <param name="EntryTime">Open time of the candle of the first entry fill.</param>
/// <param name="EntryPrice">Average entry price.</param>
/// <param name="Quantity">Base held that can be sold (whole steps).</param>
/// <param name="Stop">Trigger price of the resting exit order.</param>
/// <param name="UnrealisedPnl">Value at the last close minus cost, before the exit's commission.</param>
/// <param name="Fees">Commissions so far, in quote; a base commission is valued at its fill's price.</param>
public sealed record OpenPosition(
    long EntryTime, Fixed8 EntryPrice, Fixed8 Quantity, Fixed8 Stop, Fixed16 UnrealisedPnl, Fixed16 Fees);
