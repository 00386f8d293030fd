using TradingBot.Backtesting;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Reports;
using TradingBot.ClientApi.Traders;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Backtests;

/// <summary>A backtest.</summary>
/// <param name="Id">Names it.</param>
/// <param name="User">Whose.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="Symbol">market:symbol.</param>
/// <param name="Settings">What it trades with.</param>
/// <param name="From">First open time asked for.</param>
/// <param name="To">Last open time asked for.</param>
/// <param name="MaxCandles">At most this many candles.</param>
/// <param name="Cash">Quote balance at the start.</param>
/// <param name="FeeRate">Commission as a fraction.</param>
/// <param name="Stage">queued, running, done or failed.</param>
/// <param name="Progress">Candles done as a fraction, 0 to 1.</param>
/// <param name="Failure">Why it has no result.</param>
/// <param name="Result">The result, once it is done.</param>
public sealed record BacktestResponse(
    string Id, string User, DateTimeOffset CreatedAt, MarketSymbol Symbol, SettingsResponse Settings, DateTimeOffset? From, DateTimeOffset? To,
    int MaxCandles, Fixed8 Cash, Fixed8 FeeRate, BacktestStage Stage, double Progress, string? Failure, BacktestResultResponse? Result)
{
    public static BacktestResponse Of(BacktestView b) => new(
        b.Id, b.UserId, ApiTime.Of(b.CreatedAt), b.Order.Symbol, SettingsResponse.From(b.Order.Settings)!,
        b.Order.From is { } from ? ApiTime.Of(from) : null, b.Order.To is { } to ? ApiTime.Of(to) : null,
        b.Order.Candles, b.Order.Cash, b.Order.FeeRate, b.Stage, b.Progress, b.Failure.Length == 0 ? null : b.Failure,
        b.Result is null ? null : BacktestResultResponse.From(b.Result));
}

/// <summary>What a backtest found.</summary>
/// <param name="Candles">Number of candles.</param>
/// <param name="FirstCandle">Open time of the first.</param>
/// <param name="LastCandle">Open time of the last.</param>
/// <param name="FinalCash">Quote balance at the end.</param>
/// <param name="FinalBase">Base held at the end.</param>
/// <param name="FinalEquity">Both, valued at the last close.</param>
/// <param name="Performance">The key figures.</param>
/// <param name="EntriesNotPlaced">How often an entry was not placed, by filter or rule.</param>
/// <param name="EquityCurve">Equity at closes, at most 500 points.</param>
public sealed record BacktestResultResponse(
    int Candles, DateTimeOffset FirstCandle, DateTimeOffset LastCandle, Fixed16 FinalCash, Fixed8 FinalBase, Fixed16 FinalEquity,
    PerformanceResponse Performance, IReadOnlyDictionary<string, int> EntriesNotPlaced, IReadOnlyList<EquityPointResponse> EquityCurve)
{
    public static BacktestResultResponse From(BacktestOutcome r) => new(
        r.Candles, ApiTime.Of(r.FirstOpenTime), ApiTime.Of(r.LastOpenTime), r.FinalCash, r.FinalBase, r.FinalEquity,
        PerformanceResponse.From(r.Performance), r.EntriesNotPlaced, [.. r.Equity.Select(EquityPointResponse.From)]);
}

/// <summary>A closed trade of a backtest.</summary>
/// <param name="EntryTime">Open time of the candle of the first entry fill.</param>
/// <param name="EntryTimeMs">The same, milliseconds since 1970.</param>
/// <param name="EntryPrice">Average entry price.</param>
/// <param name="Quantity">Base quantity sold.</param>
/// <param name="ExitTime">Open time of the candle of the last exit fill.</param>
/// <param name="ExitTimeMs">The same, milliseconds since 1970.</param>
/// <param name="ExitPrice">Average exit price.</param>
/// <param name="ExitReason">Why it was closed.</param>
/// <param name="Fees">All commissions, in quote.</param>
/// <param name="Pnl">Profit or loss after commissions, in quote.</param>
public sealed record BacktestTradeResponse(
    DateTimeOffset EntryTime, long EntryTimeMs, Fixed8 EntryPrice, Fixed8 Quantity, DateTimeOffset ExitTime, long ExitTimeMs, Fixed8 ExitPrice,
    ExitReason ExitReason, Fixed16 Fees, Fixed16 Pnl)
{
    public static BacktestTradeResponse From(Trade t) => new(
        ApiTime.Of(t.EntryTime), t.EntryTime, t.EntryPrice, t.Quantity, ApiTime.Of(t.ExitTime), t.ExitTime, t.ExitPrice, t.ExitReason, t.Fees, t.Pnl);
}
