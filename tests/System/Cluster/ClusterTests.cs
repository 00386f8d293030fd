using System.Net;
using System.Text;
using System.Text.Json;
using Npgsql;
using TradingBot.MarketData;
using TradingBot.Silo.Demo;
using TradingBot.Tests.Support;
using TradingBot.Trading;

namespace TradingBot.Tests.System.Cluster;

[Collection("alone")]
public sealed class ClusterTests
{
    private static readonly CandleSeries[] Series =
        [CandleSeries.Parse("spot:BTCUSDT/1m"), CandleSeries.Parse("spot:ETHUSDT/1m"), CandleSeries.Parse("usdm:SOLUSDT/1m")];

    [Fact]
    public async Task A_cluster_whose_silos_are_killed_and_added_loses_no_candle_and_doubles_no_order()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Absent);
        Assert.SkipUnless(await OrleansBuild.IsPossibleAsync(), OrleansBuild.Absent);
        var program = await OrleansBuild.BuildAsync("silo", "TradingBot.Silo");
        var database = await PostgresServer.CreateDatabaseAsync();
        var seed = Environment.TickCount;
        var random = new Random(seed);
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        using var folder = new TempFolder();
        using var cluster = new ClusterProcesses(program, database, folder);
        await cluster.MigrateAsync();
        await cluster.MigrateAsync();
        const string speed = "--MarketData:Speed=300";
        await cluster.AddSiloAsync("--demo", speed);
        await cluster.AddSiloAsync(speed);
        await cluster.AddSiloAsync(speed);
        await cluster.AddApiAsync();
        await cluster.AddApiAsync();
        foreach (var path in (string[])["/api/v1/me", "/orleans/version", "/orleans/DashboardCounters"])
            (await cluster.AskAllAsync(path)).ShouldAllBe(a => a.Administrator == HttpStatusCode.OK && a.Stranger == HttpStatusCode.Unauthorized, path);
        var traders = DemoUsers.For(Series);
        await Task.WhenAll(traders.Select(t => cluster.AdvanceAsync(t.Key, 20)));

        for (var round = 0; round < 4; round++)
        {
            var victim = random.Next(cluster.Silos);
            if (round % 2 == 0)
                await cluster.KillAsync(victim);
            else
                await cluster.StopAsync(victim);
            await cluster.AddSiloAsync(speed);
            await Task.WhenAll(traders.Select(t => cluster.AdvanceAsync(t.Key, 20)));
        }

        foreach (var trader in traders)
            await CompareAsync(trader, await cluster.AdvanceAsync(trader.Key, 100), database, seed);
        while (cluster.Silos > 0)
            await cluster.StopAsync(0);
        CompareJournal(database, seed);
    }

    // What it has done must be what one would have done that nobody has ever interrupted.
    private static async Task CompareAsync(DemoTrader trader, JsonElement status, string database, int seed)
    {
        var expected = await UninterruptedRun.ToAsync(trader, await StartedAfterAsync(trader.Key, database), ClusterProcesses.OpenTimeOf(status)!.Value);
        var totals = status.GetProperty("totals");
        totals.GetProperty("trades").GetInt32().ShouldBe(expected.Status.Totals.Trades, $"seed {seed}: {trader.Key}");
        totals.GetProperty("pnl").GetString().ShouldBe(expected.Status.Totals.Pnl.ToString(), $"seed {seed}: {trader.Key}");
        status.GetProperty("held").GetString().ShouldBe(expected.Status.Held.ToString(), $"seed {seed}: {trader.Key}");
        expected.Status.Totals.Trades.ShouldBeGreaterThan(0, $"seed {seed}: {trader.Key}");
        TestContext.Current.SendDiagnosticMessage($"{trader.Key}: {expected.Status.Totals.Trades} trades as uninterrupted");
    }

    private static void CompareJournal(string database, int seed)
    {
        var tables = new JournalTables("", database);
        tables.JournalFills.Count.ShouldBeGreaterThan(0);
        // The exchange may be ahead of a trader that was stopped within a candle; nobody is ever ahead of the exchange.
        tables.JournalFills.Except(tables.ExchangeFills).ShouldBeEmpty($"seed {seed}");
        tables.ExchangeFills.Except(tables.JournalFills).Count().ShouldBeLessThanOrEqualTo(Series.Length, $"seed {seed}");
        var orders = tables.JournalOrders.Select(Id).ToList();
        orders.ShouldBeUnique($"seed {seed}");
        tables.ExchangeOrders.Select(Id).ShouldBeUnique($"seed {seed}");
        tables.ExchangeOrders.Select(Id).Except(orders).Count().ShouldBeLessThanOrEqualTo(Series.Length, $"seed {seed}");
        tables.OrdersThatDifferFromTheirFills.ShouldBeEmpty($"seed {seed}");
        tables.TradersWithMissingEntries.ShouldBeEmpty($"seed {seed}");
        TestContext.Current.SendDiagnosticMessage($"{tables.JournalFills.Count} fills, {orders.Count} orders");

        static string Id(string row) => row.Split('|')[2];
    }

    private static async Task<long> StartedAfterAsync(TraderKey trader, string database)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT payload FROM grain_states WHERE state_name = 'trader' AND key_text = @key", connection);
        command.Parameters.AddWithValue("key", trader.ToString());
        return JsonDocument.Parse(Encoding.UTF8.GetString((byte[])(await command.ExecuteScalarAsync())!)).RootElement.GetProperty("StartedAfter").GetInt64();
    }
}
