using TradingBot.Grains.Backtesting;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Tests.Trading.Reference;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Backtesting;

/// <summary>Runs the service's backtest and the reference on the same candles and settings.</summary>
internal static class BacktestCase
{
    public static BacktestSettings ToServiceSettings(ReferenceSettings s)
    {
        var size = s switch
        {
            { Quantity: { } quantity } => new PositionSize(SizeKind.Fixed, Fixed8.FromDecimal(quantity)),
            { Quote: { } quote } => new PositionSize(SizeKind.Quote, Fixed8.FromDecimal(quote)),
            _ => new PositionSize(SizeKind.Percent, Fixed8.FromDecimal(s.Percent!.Value)),
        };
        var market = s.Usdm ? MarketType.Usdm : MarketType.Spot;
        return new(
            new SymbolInfo(
                new(market, "BTCUSDT"), "BTC", "USDT", Fixed8.FromDecimal(s.Tick), Fixed8.FromDecimal(s.Step),
                Fixed8.FromDecimal(s.MinQuantity), Fixed8.FromDecimal(s.MaxQuantity), Fixed8.FromDecimal(s.MinNotional)),
            CandleInterval.OneMinute,
            StrategySettings.Breakout(Fixed8.FromDecimal(s.BuyOffset).ToString(), Fixed8.FromDecimal(s.SellOffset).ToString()),
            size,
            Fixed8.FromDecimal(s.Cash),
            Fixed8.FromDecimal(s.Fee),
            s.Leverage);
    }

    /// <summary>The first difference between the two results, or null when they are equal to the last digit.</summary>
    public static string? Difference(Candle[] candles, ReferenceSettings settings, out ReferenceResult expected)
    {
        expected = ReferenceBacktest.Run(candles, settings);
        var actual = Backtest.Run(candles, ToServiceSettings(settings));
        for (var i = 0; i < Math.Max(expected.Trades.Count, actual.Trades.Length); i++)
        {
            var e = i < expected.Trades.Count ? expected.Trades[i] : null;
            var a = i < actual.Trades.Length ? Plain(actual.Trades[i]) : null;
            if (e != a)
                return $"trade {i}: expected {e?.ToString() ?? "none"}, got {a?.ToString() ?? "none"}";
        }

        for (var i = 0; i < candles.Length; i++)
        {
            if (expected.Equity[i] != actual.Equity[i].ToDecimal())
                return $"equity at candle {i}: expected {expected.Equity[i]}, got {actual.Equity[i]}";
        }

        var open = actual.OpenPosition is { } p
            ? new ReferencePosition(p.EntryTime, p.EntryPrice.ToDecimal(), p.Quantity.ToDecimal(), p.Stop.ToDecimal())
            : null;
        if (expected.OpenPosition != open)
            return $"open position: expected {expected.OpenPosition?.ToString() ?? "none"}, got {open?.ToString() ?? "none"}";
        if (expected.FinalCash != actual.FinalCash.ToDecimal())
            return $"final cash: expected {expected.FinalCash}, got {actual.FinalCash}";
        if (expected.FinalBase != actual.FinalBase.ToDecimal())
            return $"final base: expected {expected.FinalBase}, got {actual.FinalBase}";
        if (expected.FinalEquity != actual.FinalEquity.ToDecimal())
            return $"final equity: expected {expected.FinalEquity}, got {actual.FinalEquity}";
        return actual.Candles == candles.Length ? null : $"candles: expected {candles.Length}, got {actual.Candles}";
    }

    private static ReferenceTrade Plain(Trade t) => new(
        t.EntryTime, t.EntryPrice.ToDecimal(), t.Quantity.ToDecimal(), t.ExitTime, t.ExitPrice.ToDecimal(),
        t.ExitReason == ExitReason.Stop ? "stop" : t.ExitReason == ExitReason.Escalation ? "escalation" : t.ExitReason.ToString(),
        t.Fees.ToDecimal(), t.Pnl.ToDecimal());
}
