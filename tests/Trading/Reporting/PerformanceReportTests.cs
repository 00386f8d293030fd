using TradingBot.Grains.Reporting;
using TradingBot.Numbers;
using TradingBot.Reporting;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Reporting;

/// <summary>Each figure against a case worked out by hand.</summary>
public sealed class PerformanceReportTests
{
    private const long Hour = 3_600_000;
    private const long Day = 24 * Hour;

    [Fact]
    public void Trades_are_counted_and_averaged()
    {
        var report = Performance.From(
            [Trade(0, 1, "30", "1"), Trade(2, 3, "-10", "0.5"), Trade(4, 5, "10", "0"), Trade(6, 7, "0", "0.25"), Trade(8, 9, "-5", "0.25")],
            Amount("1000"), Hours(10), Equity(1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1025));

        (report.Trades, report.Wins, report.Losses).ShouldBe((5, 2, 2));
        report.WinRate.ShouldBe(0.4);
        report.ProfitFactor!.Value.ShouldBe(40.0 / 15, 1e-12);
        report.Expectancy.ShouldBe(Amount("5"));
        report.AverageWin.ShouldBe(Amount("20"));
        report.AverageLoss.ShouldBe(Amount("-7.5"));
        report.Commissions.ShouldBe(Amount("2"));
        report.ReturnPct.ShouldBe(2.5, 1e-12);
        report.Exposure.ShouldBe(1);
    }

    [Fact]
    public void Averages_are_rounded_half_to_even_at_eight_decimals()
    {
        Expectancy("0.00000001", "0").ShouldBe(Amount("0"));
        Expectancy("0.00000003", "0").ShouldBe(Amount("0.00000002"));
        Expectancy("-0.00000003", "0").ShouldBe(Amount("-0.00000002"));
        Expectancy("1", "1", "0").ShouldBe(Amount("0.66666667"));
        Expectancy("-1", "-1", "0").ShouldBe(Amount("-0.66666667"));

        static Fixed16? Expectancy(params string[] pnl) => Performance.From(
            [.. pnl.Select((p, i) => Trade(i, i, p, "0"))], Amount("1"), Hours(9), Equity(1, 1, 1, 1, 1, 1, 1, 1, 1)).Expectancy;
    }

    [Fact]
    public void Without_trades_most_figures_are_not_defined()
    {
        var report = Performance.From([], Amount("1000"), Hours(2), Equity(1000, 1000));

        report.ShouldBe(new(0, 0, 0, null, null, null, null, null, 0, null, null, 0, 0, Fixed16.Zero));
        Performance.From([], Amount("1000"), [], []).ReturnPct.ShouldBe(0);
    }

    [Fact]
    public void Without_losses_there_is_no_profit_factor() =>
        Performance.From([Trade(0, 1, "3", "0")], Amount("1000"), Hours(2), Equity(1000, 1003)).ProfitFactor.ShouldBeNull();

    [Fact]
    public void The_largest_drawdown_is_taken_from_the_peak_before_it()
    {
        // From 1200 to 900 is a quarter; the later fall from 2000 to 1600 is larger in money and smaller as a fraction.
        Performance.From([], Amount("1000"), Hours(6), Equity(1100, 1200, 900, 2000, 1600, 1700)).MaxDrawdown.ShouldBe(0.25, 1e-12);
        // The start is a peak, too.
        Performance.From([], Amount("1000"), Hours(2), Equity(800, 900)).MaxDrawdown.ShouldBe(0.2, 1e-12);
        Performance.From([], Amount("1000"), Hours(2), Equity(1000, 1001)).MaxDrawdown.ShouldBe(0);
    }

    [Fact]
    public void Sharpe_and_Sortino_come_from_daily_returns()
    {
        // Days close at 1100, 1045, 1149.5: returns 0.1, -0.05, 0.1. Mean 0.05, sample deviation sqrt(0.0075).
        long[] times = [0, 12 * Hour, Day, Day + 23 * Hour, 2 * Day];
        var report = Performance.From([], Amount("1000"), times, Equity(500, 1100, 2000, 1045, 1149.5m));

        report.Sharpe!.Value.ShouldBe(0.05 / Math.Sqrt(0.0075) * Math.Sqrt(365), 1e-9);
        // Downside: sqrt(0.05² / 3).
        report.Sortino!.Value.ShouldBe(0.05 / Math.Sqrt(0.0025 / 3) * Math.Sqrt(365), 1e-9);
    }

    [Fact]
    public void A_day_without_candles_counts_as_a_day_without_return()
    {
        DailyReturns.From(Amount("1000"), [0, 3 * Day], Equity(1100, 1210)).ShouldBe([0.1, 0, 0, 0.1], 1e-12);
        DailyReturns.From(Amount("1000"), [], []).ShouldBeEmpty();
    }

    [Fact]
    public void Returns_end_with_the_money() =>
        Performance.From([], Amount("1000"), [0, Day, 2 * Day], Equity(500, -1, 10)).Sharpe.ShouldBeNull();

    [Fact]
    public void Without_deviation_there_are_no_ratios()
    {
        var report = Performance.From([], Amount("1000"), [0, Day], Equity(1000, 1000));

        (report.Sharpe, report.Sortino).ShouldBe((null, null));
    }

    [Fact]
    public void Exposure_counts_the_candles_from_entry_to_exit()
    {
        // Candles 1 to 3, candle 5 alone, and from 8 on.
        Performance.From([Trade(1, 3, "1", "0"), Trade(5, 5, "1", "0")], Amount("1"), Hours(10), Equity(1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 8 * Hour)
            .Exposure.ShouldBe(0.6, 1e-12);
        // Two trades in one candle are one candle.
        Performance.From([Trade(1, 1, "1", "0"), Trade(1, 2, "1", "0")], Amount("1"), Hours(4), Equity(1, 1, 1, 1)).Exposure.ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void Wrong_input_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Performance.From([], Amount("0"), [], []));
        Should.Throw<ArgumentException>(() => Performance.From([], Amount("1"), [0], []));
    }

    private static Trade Trade(int entryHour, int exitHour, string pnl, string fees) => new(
        entryHour * Hour, Fixed8.One, Fixed8.One, exitHour * Hour, Fixed8.One, ExitReason.Stop, Amount(fees), Amount(pnl));

    private static Fixed16 Amount(string text) => Fixed8.Parse(text);

    private static long[] Hours(int count) => [.. Enumerable.Range(0, count).Select(h => h * Hour)];

    private static Fixed16[] Equity(params decimal[] values) => [.. values.Select(Fixed16.FromDecimal)];
}
