using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using TradingBot.MarketData;
using TradingBot.Silo.Demo;
using TradingBot.Tests.Support;
using TradingBot.Tests.System.Cluster;

namespace TradingBot.Tests.System.Operation;

/// <summary>The commands of docs/runbook/backup.md for PostgreSQL, as they stand there.</summary>
[Collection("alone")]
public sealed partial class PostgresBackupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task What_is_dumped_and_restored_elsewhere_is_the_same_and_trades_on()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Absent);
        var (database, elsewhere) = (await PostgresServer.CreateDatabaseAsync(), await PostgresServer.CreateDatabaseAsync());
        await TradeAsync("data", static trades => trades > 0);
        await RunAsync("migrate", "--database", database);
        await RunAsync("migrate-engine", "to-cluster", "--data", _folder.PathOf("data"), "--database", database);
        var head = await RunAsync("audit", "verify", "--database", database);

        await ShellAsync("pg_dump", database);
        await ShellAsync("pg_restore", elsewhere);
        // Over one that is there, as after a mishap.
        await ShellAsync("pg_restore", elsewhere);

        (await RunAsync("audit", "verify", "--database", elsewhere)).ShouldBe(head);
        var (before, after) = (new JournalTables("", database), new JournalTables("", elsewhere));
        after.JournalFills.ShouldBe(before.JournalFills);
        after.JournalOrders.ShouldBe(before.JournalOrders);
        after.ExchangeFills.ShouldBe(before.ExchangeFills);
        after.JournalFills.ShouldNotBeEmpty();

        var known = await OrderIdsAsync(elsewhere);
        await SettleAsync(elsewhere);
        (await OrderIdsAsync(elsewhere)).ShouldBe(known.Select(static k => (k.Trader, k.Last + 100_000, (long?)k.Last)));
        await RunAsync("migrate-engine", "to-folder", "--data", _folder.PathOf("back"), "--database", elsewhere);
        File.Copy(_folder.PathOf("data/master.key"), _folder.PathOf("back/master.key"));
        var trades = after.PnlOf("alice").Count;
        await TradeAsync("back", count => count > trades);
        ShouldBeWhole(new(_folder.PathOf("back"), null));
    }

    [Fact]
    public async Task A_cluster_dumped_under_load_and_restored_elsewhere_trades_on()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Absent);
        Assert.SkipUnless(await OrleansBuild.IsPossibleAsync(), OrleansBuild.Absent);
        var program = await OrleansBuild.BuildAsync("silo", "TradingBot.Silo");
        var (database, elsewhere) = (await PostgresServer.CreateDatabaseAsync(), await PostgresServer.CreateDatabaseAsync());
        var traders = DemoUsers.For([CandleSeries.Parse("spot:BTCUSDT/1m"), CandleSeries.Parse("spot:ETHUSDT/1m"), CandleSeries.Parse("usdm:SOLUSDT/1m")]);
        using (var cluster = new ClusterProcesses(program, database, _folder))
        {
            await cluster.MigrateAsync();
            await cluster.AddSiloAsync("--demo", "--MarketData:Speed=300");
            await cluster.AddApiAsync();
            await Task.WhenAll(traders.Select(t => cluster.AdvanceAsync(t.Key, 60)));
            await ShellAsync("pg_dump", database);
            // The dump falls behind: orders are placed that it does not have.
            await Task.WhenAll(traders.Select(t => cluster.AdvanceAsync(t.Key, 60)));
        }

        await ShellAsync("pg_restore", elsewhere);
        ShouldBeWhole(new("", elsewhere));
        var fills = new JournalTables("", elsewhere).JournalFills.Count;
        fills.ShouldBeInRange(1, new JournalTables("", database).JournalFills.Count - 1);
        (await CountSilosAsync(database)).ShouldBe(1);
        (await CountSilosAsync(elsewhere)).ShouldBe(0, "nobody waits for those that are no more");
        await SettleAsync(elsewhere);
        using var restored = new ClusterProcesses(program, elsewhere, _folder);
        await restored.AddSiloAsync("--demo", "--MarketData:Speed=300");
        await restored.AddApiAsync();
        await Task.WhenAll(traders.Select(t => restored.AdvanceAsync(t.Key, 100)));
        await restored.StopAsync(0);
        ShouldBeWhole(new("", elsewhere));
        new JournalTables("", elsewhere).JournalFills.Count.ShouldBeGreaterThan(fills);
    }

    public void Dispose() => _folder.Dispose();

    private static void ShouldBeWhole(JournalTables tables)
    {
        tables.JournalFills.Except(tables.ExchangeFills).ShouldBeEmpty();
        tables.JournalOrders.Select(static o => o.Split('|')[2]).ShouldBeUnique();
        tables.OrdersThatDifferFromTheirFills.ShouldBeEmpty();
        tables.TradersWithMissingEntries.ShouldBeEmpty();
    }

    // The line of the page that begins so.
    private async Task ShellAsync(string command, string database)
    {
        var (code, output) = await PostgresServer.ShellAsync(Page.Split('\n').Single(l => l.StartsWith(command + " ", StringComparison.Ordinal)), database, _folder.Root);
        code.ShouldBe(0, output);
    }

    private static async Task SettleAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var settle = new NpgsqlCommand(Sql().Match(Page).Groups["sql"].Value, connection);
        (await settle.ExecuteNonQueryAsync()).ShouldBe(3, "the demo's traders");
    }

    private static async Task<long> CountSilosAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var ask = new NpgsqlCommand("SELECT count(*) FROM cluster_silos", connection);
        return (long)(await ask.ExecuteScalarAsync())!;
    }

    private static async Task<List<(string Trader, long Last, long? Behind)>> OrderIdsAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var ask = new NpgsqlCommand("SELECT key_text, convert_from(payload, 'UTF8') FROM grain_states WHERE state_name = 'trader' ORDER BY key_text", connection);
        await using var rows = await ask.ExecuteReaderAsync();
        var found = new List<(string, long, long?)>();
        while (await rows.ReadAsync())
        {
            var state = JsonDocument.Parse(rows.GetString(1)).RootElement;
            found.Add((
                rows.GetString(0), state.TryGetProperty("Trading", out var trading) && trading.TryGetProperty("LastOrderId", out var last) ? last.GetInt64() : 0,
                state.TryGetProperty("RestoredBehind", out var behind) ? behind.GetInt64() : null));
        }

        return found;
    }

    private async Task TradeAsync(string data, Func<int, bool> isEnough)
    {
        using var silo = SiloProcess.Start("--demo", "--data", _folder.PathOf(data), "--port", "0");
        await silo.ListeningAsync();
        await silo.PrintedAsync(line => Trades().Match(line) is { Success: true } t && isEnough(int.Parse(t.Groups["count"].Value)));
        (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var command = SiloProcess.Start(arguments);
        (await command.ExitAsync()).ShouldBe(0, command.Output);
        return command.Output;
    }

    private static string Page { get; } = File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "docs", "runbook", "backup.md"));

    [GeneratedRegex("```sql\n(?<sql>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Sql();

    [GeneratedRegex(@"alice .* trades=(?<count>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Trades();
}
