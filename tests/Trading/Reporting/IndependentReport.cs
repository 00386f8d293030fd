using System.Globalization;
using TradingBot.MarketData;
using TradingBot.Reporting;
using TradingBot.Tests.Trading.Reference;

namespace TradingBot.Tests.Trading.Reporting;

/// <summary>
/// The report's definitions a second time, from the reference's trades and its equity at each close. It shares no code with what
/// it checks.
/// </summary>
internal sealed class IndependentReport(Candle[] candles, ReferenceResult result, ReferenceSettings settings, TimeZoneInfo zone)
{
    private readonly DateTime[] _days = [.. candles.Select(c => DayOf(c.OpenTime, zone))];

    public void ShouldEqual(TradingReport report)
    {
        var trades = result.Trades;
        var p = report.Performance;
        decimal[] wins = [.. trades.Where(t => t.Pnl > 0).Select(t => t.Pnl)];
        decimal[] losses = [.. trades.Where(t => t.Pnl < 0).Select(t => t.Pnl)];
        (p.Trades, p.Wins, p.Losses).ShouldBe((trades.Count, wins.Length, losses.Length));
        p.WinRate!.Value.ShouldBe((double)wins.Length / trades.Count, 1e-12);
        p.ProfitFactor!.Value.ShouldBe((double)(wins.Sum() / -losses.Sum()), 1e-9);
        p.Expectancy!.Value.ToDecimal().ShouldBe(decimal.Round(trades.Average(t => t.Pnl), 8));
        p.AverageWin!.Value.ToDecimal().ShouldBe(decimal.Round(wins.Average(), 8));
        p.AverageLoss!.Value.ToDecimal().ShouldBe(decimal.Round(losses.Average(), 8));
        p.MaxDrawdown!.Value.ShouldBe((double)MaxDrawdown(), 1e-9);
        p.ReturnPct!.Value.ShouldBe((double)((result.Equity[^1] / settings.Cash - 1) * 100), 1e-9);
        p.Exposure.ShouldBe((double)Exposure(), 1e-12);
        p.Commissions.ToDecimal().ShouldBe(trades.Sum(t => t.Fees) + OpenFees());

        var returns = DailyReturns();
        var mean = returns.Average();
        var deviation = Math.Sqrt(returns.Select(r => Math.Pow(r - mean, 2)).Sum() / (returns.Length - 1));
        var downside = Math.Sqrt(returns.Select(r => Math.Pow(Math.Min(r, 0), 2)).Average());
        p.Sharpe!.Value.ShouldBe(mean / deviation * Math.Sqrt(365), 1e-6);
        p.Sortino!.Value.ShouldBe(mean / downside * Math.Sqrt(365), 1e-6);

        report.From.ShouldBe(candles[0].OpenTime);
        report.To.ShouldBe(candles[^1].OpenTime + 60_000);
        report.Resolution.ShouldBe(CandleInterval.OneMinute);
        report.StartEquity.ToDecimal().ShouldBe(settings.Cash);
        report.EndEquity.ToDecimal().ShouldBe(result.FinalEquity);
        report.RealisedPnl.ToDecimal().ShouldBe(trades.Sum(t => t.Pnl));
        report.UnrealisedPnl.ToDecimal().ShouldBe(result.FinalEquity - settings.Cash - trades.Sum(t => t.Pnl));

        ShouldEqual(report.Days, day => day, day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        ShouldEqual(
            report.Weeks, day => day.AddDays(-((int)day.DayOfWeek + 6) % 7),
            monday => $"{monday.AddDays(3).Year}-W{(monday.AddDays(3).DayOfYear - 1) / 7 + 1:00}");
        ShouldEqual(report.Months, day => day.AddDays(1 - day.Day), day => day.ToString("yyyy-MM", CultureInfo.InvariantCulture));

        var symbol = report.Symbols.ShouldHaveSingleItem();
        (symbol.Trades, symbol.Wins, symbol.Losses).ShouldBe((p.Trades, p.Wins, p.Losses));
        (symbol.WinRate, symbol.ProfitFactor).ShouldBe((p.WinRate, p.ProfitFactor));
        (symbol.RealisedPnl, symbol.UnrealisedPnl, symbol.Commissions).ShouldBe((report.RealisedPnl, report.UnrealisedPnl, p.Commissions));

        report.EquityCurve.Length.ShouldBeInRange(250, 500);
        report.EquityCurve[^1].Time.ShouldBe(candles[^1].OpenTime);
        foreach (var point in report.EquityCurve)
            point.Equity.ToDecimal().ShouldBe(result.Equity[(int)((point.Time - candles[0].OpenTime) / 60_000)]);
    }

    private void ShouldEqual(IReadOnlyList<PeriodReport> actual, Func<DateTime, DateTime> firstDayOf, Func<DateTime, string> nameOf)
    {
        var periods = Enumerable.Range(0, candles.Length).GroupBy(i => firstDayOf(_days[i])).OrderBy(g => g.Key).ToArray();
        actual.Select(a => a.Name).ShouldBe(periods.Select(g => nameOf(g.Key)));
        var before = settings.Cash;
        for (var i = 0; i < periods.Length; i++)
        {
            bool IsWithin(long time) => firstDayOf(DayOf(time, zone)) == periods[i].Key;
            var last = periods[i].Max();
            ReferenceTrade[] trades = [.. result.Trades.Where(t => IsWithin(t.ExitTime))];
            var fees = trades.Sum(ExitFee) + result.Trades.Where(t => IsWithin(t.EntryTime)).Sum(t => t.Fees - ExitFee(t));
            if (result.OpenPosition is { } open && IsWithin(open.EntryTime))
                fees += OpenFees();

            var a = actual[i];
            a.FirstDay.ShouldBe(DateOnly.FromDateTime(periods[i].Key));
            (a.Trades, a.Wins, a.Losses).ShouldBe((trades.Length, trades.Count(t => t.Pnl > 0), trades.Count(t => t.Pnl < 0)), a.Name);
            a.RealisedPnl.ToDecimal().ShouldBe(trades.Sum(t => t.Pnl), a.Name);
            a.Equity.ToDecimal().ShouldBe(result.Equity[last], a.Name);
            a.Pnl.ToDecimal().ShouldBe(result.Equity[last] - before, a.Name);
            a.UnrealisedPnl.ToDecimal().ShouldBe(
                result.Equity[last] - settings.Cash - result.Trades.Where(t => t.ExitTime <= candles[last].OpenTime).Sum(t => t.Pnl), a.Name);
            a.Commissions.ToDecimal().ShouldBe(fees, a.Name);
            before = result.Equity[last];
        }
    }

    private decimal MaxDrawdown()
    {
        var (peak, largest) = (settings.Cash, 0m);
        foreach (var equity in result.Equity)
        {
            peak = Math.Max(peak, equity);
            largest = Math.Max(largest, (peak - equity) / peak);
        }

        return largest;
    }

    private decimal Exposure()
    {
        var spans = result.Trades.Select(t => (t.EntryTime, t.ExitTime)).ToList();
        if (result.OpenPosition is { } open)
            spans.Add((open.EntryTime, candles[^1].OpenTime));
        var exposed = new HashSet<long>();
        foreach (var (entry, exit) in spans)
        {
            for (var time = entry; time <= exit; time += 60_000)
                exposed.Add(time);
        }

        return (decimal)candles.Count(c => exposed.Contains(c.OpenTime)) / candles.Length;
    }

    private double[] DailyReturns()
    {
        var ends = Enumerable.Range(0, candles.Length).GroupBy(i => _days[i]).OrderBy(g => g.Key).Select(g => (double)result.Equity[g.Max()]).ToArray();
        return [.. ends.Select((end, i) => end / (i == 0 ? (double)settings.Cash : ends[i - 1]) - 1)];
    }

    private decimal ExitFee(ReferenceTrade trade) => Cut(trade.Quantity * trade.ExitPrice * settings.Fee);

    // From what the open position has taken from the cash.
    private decimal OpenFees()
    {
        if (result.OpenPosition is not { } open)
            return 0;
        var taken = settings.Cash + result.Trades.Sum(t => t.Pnl) - result.FinalCash;
        return settings.Usdm ? taken : Cut(taken / open.EntryPrice * settings.Fee) * open.EntryPrice;
    }

    private static decimal Cut(decimal value) => decimal.Truncate(value * 100_000_000m) / 100_000_000m;

    private static DateTime DayOf(long time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.UnixEpoch.AddMilliseconds(time), zone).Date;
}
