using System.Globalization;
using TradingBot.MarketData;
using TradingBot.Numbers;
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

    // Numbers that a sub-report of its own is compared by.
    private static readonly object Apart = new();

    public void ShouldEqual(TradingReport report)
    {
        var trades = result.Trades;
        decimal[] wins = [.. trades.Where(t => t.Pnl > 0).Select(t => t.Pnl)];
        decimal[] losses = [.. trades.Where(t => t.Pnl < 0).Select(t => t.Pnl)];
        var realised = trades.Sum(t => t.Pnl);
        var unrealised = result.FinalEquity - settings.Cash - realised;
        var commissions = trades.Sum(t => t.Fees) + OpenFees();
        var returns = DailyReturns();
        var mean = returns.Average();
        var deviation = Math.Sqrt(returns.Select(r => Math.Pow(r - mean, 2)).Sum() / (returns.Length - 1));
        var downside = Math.Sqrt(returns.Select(r => Math.Pow(Math.Min(r, 0), 2)).Average());
        var (winRate, profitFactor) = ((double)wins.Length / trades.Count, (double)(wins.Sum() / -losses.Sum()));

        ShouldHave(report.Performance, "performance", new()
        {
            ["Trades"] = trades.Count,
            ["Wins"] = wins.Length,
            ["Losses"] = losses.Length,
            ["WinRate"] = winRate,
            ["ProfitFactor"] = profitFactor,
            ["Expectancy"] = decimal.Round(trades.Average(t => t.Pnl), 8),
            ["AverageWin"] = decimal.Round(wins.Average(), 8),
            ["AverageLoss"] = decimal.Round(losses.Average(), 8),
            ["MaxDrawdown"] = (double)MaxDrawdown(),
            ["Sharpe"] = mean / deviation * Math.Sqrt(365),
            ["Sortino"] = mean / downside * Math.Sqrt(365),
            ["ReturnPct"] = (double)((result.Equity[^1] / settings.Cash - 1) * 100),
            ["Exposure"] = (double)Exposure(),
            ["Commissions"] = commissions,
        });
        ShouldHave(report, "report", new()
        {
            ["From"] = candles[0].OpenTime,
            ["To"] = candles[^1].OpenTime + 60_000,
            ["TimeZone"] = zone.Id,
            ["Resolution"] = CandleInterval.OneMinute,
            ["Capital"] = settings.Cash,
            ["StartEquity"] = settings.Cash,
            ["EndEquity"] = result.FinalEquity,
            ["RealisedPnl"] = realised,
            ["UnrealisedPnl"] = unrealised,
            ["Performance"] = Apart,
            ["Days"] = Apart,
            ["Weeks"] = Apart,
            ["Months"] = Apart,
            ["Symbols"] = Apart,
            ["EquityCurve"] = Apart,
        });
        ShouldHave(report.Symbols.ShouldHaveSingleItem(), "symbol", new()
        {
            ["Symbol"] = new MarketSymbol(settings.Usdm ? MarketType.Usdm : MarketType.Spot, "BTCUSDT"),
            ["Trades"] = trades.Count,
            ["Wins"] = wins.Length,
            ["Losses"] = losses.Length,
            ["WinRate"] = winRate,
            ["ProfitFactor"] = profitFactor,
            ["RealisedPnl"] = realised,
            ["UnrealisedPnl"] = unrealised,
            ["Commissions"] = commissions,
        });

        ShouldEqual(report.Days, day => day, day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        ShouldEqual(
            report.Weeks, day => day.AddDays(-((int)day.DayOfWeek + 6) % 7),
            monday => $"{monday.AddDays(3).Year}-W{(monday.AddDays(3).DayOfYear - 1) / 7 + 1:00}");
        ShouldEqual(report.Months, day => day.AddDays(1 - day.Day), day => day.ToString("yyyy-MM", CultureInfo.InvariantCulture));

        report.EquityCurve.Length.ShouldBeInRange(250, 500);
        report.EquityCurve[^1].Time.ShouldBe(candles[^1].OpenTime);
        foreach (var point in report.EquityCurve)
            point.Equity.ToDecimal().ShouldBe(result.Equity[(int)((point.Time - candles[0].OpenTime) / 60_000)]);
    }

    private void ShouldEqual(IReadOnlyList<PeriodReport> actual, Func<DateTime, DateTime> firstDayOf, Func<DateTime, string> nameOf)
    {
        var periods = Enumerable.Range(0, candles.Length).GroupBy(i => firstDayOf(_days[i])).OrderBy(g => g.Key).ToArray();
        actual.Count.ShouldBe(periods.Length);
        var before = settings.Cash;
        for (var i = 0; i < periods.Length; i++)
        {
            bool IsWithin(long time) => firstDayOf(DayOf(time, zone)) == periods[i].Key;
            var last = periods[i].Max();
            ReferenceTrade[] trades = [.. result.Trades.Where(t => IsWithin(t.ExitTime))];
            var fees = trades.Sum(ExitFee) + result.Trades.Where(t => IsWithin(t.EntryTime)).Sum(t => t.Fees - ExitFee(t));
            if (result.OpenPosition is { } open && IsWithin(open.EntryTime))
                fees += OpenFees();

            ShouldHave(actual[i], nameOf(periods[i].Key), new()
            {
                ["Name"] = nameOf(periods[i].Key),
                ["FirstDay"] = DateOnly.FromDateTime(periods[i].Key),
                ["Trades"] = trades.Length,
                ["Wins"] = trades.Count(t => t.Pnl > 0),
                ["Losses"] = trades.Count(t => t.Pnl < 0),
                ["RealisedPnl"] = trades.Sum(t => t.Pnl),
                ["UnrealisedPnl"] = result.Equity[last] - settings.Cash - result.Trades.Where(t => t.ExitTime <= candles[last].OpenTime).Sum(t => t.Pnl),
                ["Commissions"] = fees,
                ["Equity"] = result.Equity[last],
                ["Pnl"] = result.Equity[last] - before,
            });
            before = result.Equity[last];
        }
    }

    // Over all that the report has: a number that is new there has no place here, and fails.
    private static void ShouldHave(object actual, string what, Dictionary<string, object> expected)
    {
        foreach (var property in actual.GetType().GetProperties())
        {
            var name = $"{what}: {property.Name}";
            var value = expected.GetValueOrDefault(property.Name).ShouldNotBeNull(name);
            var told = property.GetValue(actual).ShouldNotBeNull(name);
            if (value is double number)
                ((double)told).ShouldBe(number, 1e-8, name);
            else if (!ReferenceEquals(value, Apart))
                (told is Fixed16 amount ? amount.ToDecimal() : told).ShouldBe(value, name);
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
