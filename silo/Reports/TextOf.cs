using System.Globalization;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Silo.Reports;

/// <summary>The words of a backtest's reports, the same on the terminal and on the page.</summary>
internal static class TextOf
{
    public static string Series(BacktestReport report)
    {
        var symbol = report.Settings.Symbol.Id;
        return $"{symbol.Symbol} {report.Settings.Interval} {(symbol.Market == MarketType.Spot ? "spot" : "USDⓈ-M")}";
    }

    public static string Candles(BacktestReport report)
    {
        var summary = report.File.Summary;
        var candles = $"{Count(summary.Rows)} candles from {Time(summary.FirstOpenTime)} to {Time(summary.LastOpenTime)} UTC";
        if (summary.LongestHole is not { } longest)
            return $"{candles}, no holes";
        return $"{candles}, {Count(summary.Holes)} hole(s) with {Count(summary.MissingCandles)} missing candles "
            + $"(the longest, {Count(longest.Missing)}, after {Time(longest.After)}); holes are not filled";
    }

    public static string Strategy(BacktestReport report)
    {
        var s = report.Settings;
        var parameters = string.Concat(s.Strategy.Parameters.Select(static p => $" {p.Key}={p.Value}"));
        var size = s.Size.Kind switch
        {
            SizeKind.Fixed => $"{s.Size.Value} {s.Symbol.BaseAsset}",
            SizeKind.Quote => $"{s.Size.Value} {s.Symbol.QuoteAsset}",
            _ => $"{s.Size.Value} % of the free {s.Symbol.QuoteAsset}",
        };
        var leverage = s.Leverage > 1 ? $", leverage {s.Leverage}" : "";
        return $"{s.Strategy.Name}{parameters}, size {size}{leverage}, fee {(s.FeeRate.ToDecimal() * 100).ToString("0.########", CultureInfo.InvariantCulture)} %, "
            + $"tick {s.Symbol.TickSize}, step {s.Symbol.StepSize}, min notional {s.Symbol.MinNotional}";
    }

    public static IEnumerable<(string Name, string Value)> Summary(BacktestReport report)
    {
        var (p, result, quote) = (report.Performance, report.Result, report.Settings.Symbol.QuoteAsset);
        yield return ("return", Percent(p.ReturnPct / 100, signed: true));
        yield return ("start cash", $"{report.Settings.Cash} {quote}");
        yield return ("final equity", $"{result.FinalEquity} {quote}");
        yield return ("final cash", $"{result.FinalCash} {quote}");
        yield return ("final base", $"{result.FinalBase} {report.Settings.Symbol.BaseAsset}");
        yield return ("trades", $"{Count(p.Trades)} ({Count(p.Wins)} won, {Count(p.Losses)} lost)");
        yield return ("win rate", Percent(p.WinRate));
        yield return ("profit factor", Ratio(p.ProfitFactor));
        yield return ("expectancy", p.Expectancy is { } e ? $"{Money(e)} {quote} a trade" : "–");
        yield return ("average win", p.AverageWin is { } w ? $"{Money(w)} {quote}" : "–");
        yield return ("average loss", p.AverageLoss is { } l ? $"{Money(l)} {quote}" : "–");
        yield return ("max drawdown", Percent(p.MaxDrawdown));
        yield return ("Sharpe", Ratio(p.Sharpe));
        yield return ("Sortino", Ratio(p.Sortino));
        yield return ("exposure", Percent(p.Exposure));
        yield return ("commissions", $"{Money(p.Commissions)} {quote}");
        if (result.OpenPosition is { } open)
        {
            yield return (
                "open position",
                $"{open.Quantity} since {Time(open.EntryTime)} at {open.EntryPrice}, stop {open.Stop}, unrealised {Money(open.UnrealisedPnl)} {quote}");
        }

        foreach (var (reason, count) in result.EntriesNotPlaced)
            yield return ("not placed", $"{Count(count)} x {reason}");
    }

    public static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
        + (milliseconds % 60_000 == 0 ? "" : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString(":ss", CultureInfo.InvariantCulture));

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An amount for reading, with the fewer decimals the larger it is; exact amounts are in the JSON report.</summary>
    public static string Money(Fixed16 amount)
    {
        var value = (double)amount.Units / 1e16;
        var format = Math.Abs(value) switch { 0 or >= 1 => "#,##0.00", >= 0.001 => "0.0000", _ => "0.00######" };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    public static string Percent(double? fraction, bool signed = false) =>
        fraction is { } f ? (f * 100).ToString(signed ? "+#,##0.00;-#,##0.00;0.00" : "#,##0.00", CultureInfo.InvariantCulture) + " %" : "–";

    public static string Ratio(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–";
}
