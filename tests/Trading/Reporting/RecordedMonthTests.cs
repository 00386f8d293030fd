using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Replay;
using TradingBot.Grains.Backtesting;
using TradingBot.Grains.Reporting;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Reporting;
using TradingBot.Tests.Trading.Backtesting;
using TradingBot.Tests.Trading.Journal;
using TradingBot.Tests.Trading.Reference;

namespace TradingBot.Tests.Trading.Reporting;

/// <summary>
/// A month of real candles, traded on paper, journalled and reported: every number against one that is computed here from the
/// reference's trades and equity, with decimals and without any of the service's code.
/// </summary>
public sealed class RecordedMonthTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("UTC", false)]
    [InlineData("Asia/Kolkata", false)]
    [InlineData("America/New_York", true)]
    public async Task Every_number_of_a_recorded_month_is_the_independent_one(string zone, bool usdm)
    {
        var path = SharedData.PathOf("klines/BTCUSDT-spot-1m-2024-12.csv");
        Assert.SkipWhen(path is null, SharedData.Absent);
        var candles = CandleFile.ReadAll(path!).Candles;
        var settings = new ReferenceSettings { Usdm = usdm, Leverage = usdm ? 3 : 1, Percent = 40m, BuyOffset = 10m, SellOffset = 10m, Fee = 0.0002m };
        var expected = new IndependentReport(candles, ReferenceBacktest.Run(candles, settings), settings, TimeZoneInfo.FindSystemTimeZoneById(zone));
        var report = await ReportAsync(candles, settings, new(TimeZone: zone, Capital: Fixed8.FromDecimal(settings.Cash), EquityPoints: 500));

        output.WriteLine($"{candles.Length} candles, {report.Performance.Trades} trades, {report.Days.Length} days");
        report.Performance.Trades.ShouldBeGreaterThan(100);
        expected.ShouldEqual(report);

        if (zone == "UTC")
            report.Performance.ShouldBe(BacktestOf(candles, settings));
    }

    [Fact]
    public async Task A_part_of_the_month_begins_with_what_was_earned_before()
    {
        var path = SharedData.PathOf("klines/BTCUSDT-spot-1m-2024-12.csv");
        Assert.SkipWhen(path is null, SharedData.Absent);
        var candles = CandleFile.ReadAll(path!).Candles;
        var settings = new ReferenceSettings { Percent = 40m, BuyOffset = 10m, SellOffset = 10m, Fee = 0.0002m };
        var whole = await ReportAsync(candles, settings, new(Capital: Fixed8.FromDecimal(settings.Cash)));
        var from = candles[20_000].OpenTime;
        var to = candles[30_000].OpenTime;
        var part = await ReportAsync(candles, settings, new(From: from, To: to, Capital: Fixed8.FromDecimal(settings.Cash), EquityPoints: 10_000));

        var reference = ReferenceBacktest.Run(candles, settings);
        part.From.ShouldBe(from);
        part.To.ShouldBe(to);
        part.StartEquity.ToDecimal().ShouldBe(reference.Equity[19_999]);
        part.EndEquity.ToDecimal().ShouldBe(reference.Equity[29_999]);
        part.EquityCurve.Select(e => e.Equity.ToDecimal()).ShouldBe(reference.Equity.Skip(20_000).Take(10_000));
        var trades = reference.Trades.Where(t => t.ExitTime >= from && t.ExitTime < to).ToArray();
        part.Performance.Trades.ShouldBe(trades.Length);
        part.RealisedPnl.ToDecimal().ShouldBe(trades.Sum(t => t.Pnl));
        part.Days.Sum(d => d.Pnl.ToDecimal()).ShouldBe(reference.Equity[29_999] - reference.Equity[19_999]);
        // A day that lies wholly within is the same in both.
        part.Days[2].ShouldBe(whole.Days.Single(d => d.Name == part.Days[2].Name));
    }

    [Fact]
    public void A_backtest_that_ends_in_a_position_counts_its_commissions()
    {
        var path = SharedData.PathOf("klines/BTCUSDT-spot-1m-2024-12.csv");
        Assert.SkipWhen(path is null, SharedData.Absent);
        var candles = CandleFile.ReadAll(path!).Candles;
        var settings = BacktestCase.ToServiceSettings(new ReferenceSettings { Percent = 40m, BuyOffset = 10m, SellOffset = 10m, Fee = 0.0002m });
        var lasting = Backtest.Run(candles, settings).Trades.First(t => t.ExitTime > t.EntryTime);
        candles = [.. candles.TakeWhile(c => c.OpenTime <= lasting.EntryTime)];
        var result = Backtest.Run(candles, settings);

        var open = result.OpenPosition.ShouldNotBeNull();
        open.Fees.IsPositive.ShouldBeTrue();
        BacktestOutcomes.From(settings, candles, result).Performance.Commissions
            .ShouldBe(result.Trades.Aggregate(open.Fees, (sum, t) => sum + t.Fees));
    }

    private static async Task<TradingReport> ReportAsync(Candle[] candles, ReferenceSettings settings, ReportQuery query)
    {
        var service = BacktestCase.ToServiceSettings(settings);
        var run = new PaperRun(
            "alice", service.Symbol, new(service.Interval, service.Strategy, service.Size, service.Leverage), service.Cash, service.FeeRate);
        await run.RunAsync(candles);
        using var journal = JournalDatabase.Create();
        await run.WriteAsync(journal.Writer);
        var feed = new RecordedFeed(service.Symbol, candles);
        var reader = new ReportReader(journal.Reader, new SymbolDirectory(feed, TimeProvider.System), new(), _ => feed.ReadAsync);
        return await reader.ReadAsync(query with { From = query.From ?? candles[0].OpenTime });
    }

    private static PerformanceReport BacktestOf(Candle[] candles, ReferenceSettings settings)
    {
        var service = BacktestCase.ToServiceSettings(settings);
        return BacktestOutcomes.From(service, candles, Backtest.Run(candles, service)).Performance;
    }
}
