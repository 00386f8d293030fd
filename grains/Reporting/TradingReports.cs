using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Reporting;
using TradingBot.Trading;

namespace TradingBot.Grains.Reporting;

/// <summary>Computes a <see cref="TradingReport"/> from fills, trades and candles.</summary>
public static class TradingReports
{
    /// <summary>Computes a report.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="zone">Its time zone.</param>
    /// <param name="capital">Equity before the very first fill.</param>
    /// <param name="from">Begin: what happened before only counts for the start equity.</param>
    /// <param name="resolution">Interval of the candles.</param>
    /// <param name="symbols">What is known of each symbol.</param>
    public static TradingReport From(
        ReportQuery query, TimeZoneInfo zone, Fixed16 capital, long from, CandleInterval? resolution, IReadOnlyList<TradingHistory> symbols)
    {
        var calendar = new Calendar(zone);
        var ledgers = symbols.Select(s => new SymbolLedger(s)).ToArray();
        foreach (var ledger in ledgers)
            ledger.SkipTo(from);
        var startEquity = capital + Sum(ledgers, l => l.Value);
        var realisedBefore = Sum(ledgers, l => l.Realised);
        var days = new PeriodSums(startEquity, static day => day, static day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        var weeks = new PeriodSums(startEquity, Calendar.WeekOf, static day => $"{ISOWeek.GetYear(day):0000}-W{ISOWeek.GetWeekOfYear(day):00}");
        var months = new PeriodSums(startEquity, Calendar.MonthOf, static day => day.ToString("yyyy-MM", CultureInfo.InvariantCulture));

        var (openTimes, closeTimes) = Points(symbols);
        var equity = new Fixed16[closeTimes.Length];
        var trades = new List<Trade>();
        Fixed16 commissions = default, unrealised = Sum(ledgers, l => l.Unrealised);
        for (var i = 0; i < closeTimes.Length; i++)
        {
            var (tradesBefore, commissionsBefore) = (trades.Count, commissions);
            foreach (var ledger in ledgers)
            {
                var booked = ledger.Trades.Count;
                ledger.CloseAt(closeTimes[i]);
                for (; booked < ledger.Trades.Count; booked++)
                    trades.Add(ledger.Trades[booked]);
            }

            equity[i] = capital + Sum(ledgers, l => l.Value);
            unrealised = Sum(ledgers, l => l.Unrealised);
            commissions = Sum(ledgers, l => l.Commissions);
            var day = calendar.DayOf(openTimes[i]);
            foreach (var periods in (ReadOnlySpan<PeriodSums>)[days, weeks, months])
                periods.Add(day, equity[i], unrealised, commissions - commissionsBefore, CollectionsMarshal.AsSpan(trades)[tradesBefore..]);
        }

        var openSince = ledgers.Min(l => l.OpenSince);
        var performance = Performance.From(trades, startEquity, openTimes, equity, openSince, calendar: calendar) with { Commissions = commissions };
        return new(
            closeTimes.Length > 0 ? openTimes[0] : from,
            closeTimes.Length > 0 ? closeTimes[^1] : from,
            query.TimeZone,
            closeTimes.Length > 0 ? resolution : null,
            capital,
            startEquity,
            closeTimes.Length > 0 ? equity[^1] : startEquity,
            Sum(ledgers, l => l.Realised) - realisedBefore,
            unrealised,
            performance,
            days.ToReports(),
            weeks.ToReports(),
            months.ToReports(),
            [.. ledgers.OrderBy(l => l.Symbol.ToString(), StringComparer.Ordinal).Select(l => l.Report())],
            Thin(openTimes, equity, query.EquityPoints));
    }

    // Every moment at which a candle of any symbol closes. Where several do, the shortest of them names the moment.
    private static (long[] OpenTimes, long[] CloseTimes) Points(IReadOnlyList<TradingHistory> symbols)
    {
        var points = new SortedDictionary<long, long>();
        foreach (var close in symbols.SelectMany(s => s.Closes))
            points[close.Time] = Math.Max(close.OpenTime, points.GetValueOrDefault(close.Time));
        long[] openTimes = [.. points.Values];
        for (var i = 1; i < openTimes.Length; i++)
            openTimes[i] = Math.Max(openTimes[i], openTimes[i - 1]);
        return (openTimes, [.. points.Keys]);
    }

    private static ImmutableArray<EquityPoint> Thin(long[] openTimes, Fixed16[] equity, int most)
    {
        if (most == 0 || equity.Length == 0)
            return [];
        var every = (equity.Length + most - 1) / most;
        var points = ImmutableArray.CreateBuilder<EquityPoint>(Math.Min(most, equity.Length));
        // Counted from the end, so that the last one is among them.
        for (var i = (equity.Length - 1) % every; i < equity.Length; i += every)
            points.Add(new(openTimes[i], equity[i]));
        return points.ToImmutable();
    }

    private static Fixed16 Sum(SymbolLedger[] ledgers, Func<SymbolLedger, Fixed16> of)
    {
        var sum = Fixed16.Zero;
        foreach (var ledger in ledgers)
            sum += of(ledger);
        return sum;
    }
}
