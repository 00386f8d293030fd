using TradingBot.Grains.Trading.Paper;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Silo.Demo;
using TradingBot.Tests.Support;
using TradingBot.Trading;

namespace TradingBot.Tests.System;

[Collection("alone")]
public sealed class KillTests
{
    [Theory]
    [InlineData(false, 20)]
    [InlineData(true, 10)]
    public async Task A_demo_killed_at_random_moments_ends_where_an_uninterrupted_one_does(bool postgres, int kills)
    {
        Assert.SkipWhen(postgres && !PostgresServer.IsInstalled, PostgresServer.Absent);
        var journal = postgres ? await PostgresServer.CreateDatabaseAsync() : null;
        using var folder = new TempFolder();
        var data = folder.PathOf("data");
        var seed = Environment.TickCount;
        var random = new Random(seed);
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        string[] arguments = ["--demo", "--data", data, "--port", "0", "--MarketData:Speed=0", "--Logging:LogLevel:Default=Warning", $"--Journal:ConnectionString={journal}"];

        for (var kill = 0; kill < kills; kill++)
        {
            using var silo = SiloProcess.Start(arguments);
            // Every second one is left to trade for a while first; the others may die while they start.
            if (kill % 2 == 0)
                await silo.ListeningAsync();
            await silo.KillAfterAsync(TimeSpan.FromMilliseconds(random.Next(50, 1_500)));
        }

        using (var silo = SiloProcess.Start(arguments))
        {
            foreach (var demo in DemoUsers.For(DemoSeries))
                await silo.PrintedAsync(line => line.Contains($" {demo.Key.UserId} ", StringComparison.Ordinal) && !line.Contains(" trades=0 ", StringComparison.Ordinal));
            (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
        }

        var tables = new JournalTables(data, journal);
        var balances = await CompareTradersAsync(data, journal, tables, seed);
        CompareJournal(tables, balances, seed);
    }

    // Trader for trader against what an uninterrupted one would have done. Afterwards their positions are closed.
    private static async Task<Dictionary<string, (TradeTotals Totals, Fixed16 Quote)>> CompareTradersAsync(string data, string? journal, JournalTables tables, int seed)
    {
        var ends = new Dictionary<string, (TradeTotals Totals, Fixed16)>();
        await using var stopped = await StoppedService.OpenAsync(data, journal);
        foreach (var demo in DemoUsers.For(DemoSeries))
        {
            var last = (await stopped.ReadAsync(demo.Key)).Status.Candle.ShouldNotBeNull($"seed {seed}: {demo.Key} has not begun to trade");
            var series = new CandleSeries(demo.Key.Symbol, demo.Settings.Interval);
            var next = await UninterruptedRun.CandleAsync(series, series.Interval.NextOpenTime(last.OpenTime));
            await stopped.HandAsync(demo.Key, series, new(next, last.OpenTime));

            var (status, trades, account) = await stopped.ReadAsync(demo.Key);
            status.Candle.ShouldBe(next);
            var expected = await UninterruptedRun.ToAsync(demo, status.StartedAfter, next.OpenTime);

            status.Totals.Trades.ShouldBeGreaterThan(0, $"seed {seed}");
            status.Totals.ShouldBe(expected.Status.Totals, $"seed {seed}: {demo.Key}");
            trades.ShouldBe(expected.Trades, $"seed {seed}: {demo.Key}");
            status.Phase.ShouldBe(expected.Status.Phase);
            status.Held.ShouldBe(expected.Status.Held);
            status.Indicators.ShouldBe(expected.Status.Indicators);
            var balances = demo.Key.Symbol.Market == MarketType.Spot ? account.Spot : account.Futures;
            balances.Single(b => b.Asset == "USDT").Total.ShouldBe(expected.Quote, $"seed {seed}: {demo.Key}");

            await stopped.FlattenAsync(demo.Key);
            (status, _, account) = await stopped.ReadAsync(demo.Key);
            status.Phase.ShouldNotBe("Long");
            balances = demo.Key.Symbol.Market == MarketType.Spot ? account.Spot : account.Futures;
            ends.Add(demo.Key.UserId, (status.Totals, balances.Single(b => b.Asset == "USDT").Total));
        }

        // The last rows leave the grains a moment after the commands.
        var whole = (Trades: ends.Values.Sum(static e => e.Totals.Trades), Fills: 0, Orders: 0);
        await Poll.UntilAsync(
            () => (ends.Keys.Sum(user => tables.PnlOf(user).Count), tables.ExchangeFills.Count - tables.JournalFills.Count, tables.ExchangeOrders.Count - tables.JournalOrders.Count),
            rows => rows == whole);
        return ends;
    }

    private static void CompareJournal(JournalTables tables, Dictionary<string, (TradeTotals Totals, Fixed16 Quote)> ends, int seed)
    {
        tables.JournalFills.Count.ShouldBeGreaterThan(0);
        tables.JournalFills.ShouldBe(tables.ExchangeFills, $"seed {seed}");
        tables.JournalOrders.ShouldBe(tables.ExchangeOrders, $"seed {seed}");
        tables.OrdersThatDifferFromTheirFills.ShouldBeEmpty($"seed {seed}");
        tables.TradersWithMissingEntries.ShouldBeEmpty($"seed {seed}");
        foreach (var (user, (totals, quote)) in ends)
        {
            var pnl = tables.PnlOf(user);
            pnl.Count.ShouldBe(totals.Trades, $"seed {seed}: {user}");
            pnl.Sum().ShouldBe(totals.Pnl.ToDecimal(), $"seed {seed}: {user}");
            (new PaperOptions().StartBalance.ToDecimal() + pnl.Sum()).ShouldBe(quote.ToDecimal(), $"seed {seed}: {user}");
        }

        TestContext.Current.SendDiagnosticMessage($"{tables.JournalFills.Count} fills and {tables.JournalOrders.Count} orders are equal");
    }

    private static IReadOnlyList<CandleSeries> DemoSeries { get; } =
        [CandleSeries.Parse("spot:BTCUSDT/1m"), CandleSeries.Parse("spot:ETHUSDT/1m"), CandleSeries.Parse("usdm:SOLUSDT/1m")];
}
