using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using TradingBot.Silo.Cluster.Migration;
using TradingBot.Silo.Commands;
using TradingBot.Tests.Support;

namespace TradingBot.Tests.System.Cluster;

/// <summary>A standalone service's data in a cluster's database, and back.</summary>
public sealed partial class EngineMigrationTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private string? _database;

    [Fact]
    public async Task Data_are_the_same_after_the_way_to_a_cluster_and_back_and_trading_goes_on_with_them()
    {
        var database = await DatabaseAsync();
        await TradeAsync("standalone");
        var before = Dump("standalone");
        before["grain_state"].Count.ShouldBeGreaterThan(10);
        before["fills"].ShouldNotBeEmpty();

        var (code, output, error) = await RunAsync("migrate-engine", "to-cluster", "--data", _folder.PathOf("standalone"), "--database", database);
        code.ShouldBe(0, error);
        output.ShouldContain("Moved.");
        ShouldBeSame(Dump("standalone"), before);
        await using (var connection = new NpgsqlConnection(database))
        {
            (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM grain_states")).ShouldBe(before["grain_state"].Count);
            (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM fills")).ShouldBe(before["fills"].Count);
            // A row that is written now has a number behind all that were moved.
            (await connection.ExecuteScalarAsync<long>("SELECT nextval(pg_get_serial_sequence('fills', 'seq'))")).ShouldBeGreaterThan(before["fills"].Count);
        }

        (code, output, error) = await RunAsync("migrate-engine", "to-folder", "--data", _folder.PathOf("back"), "--database", database);
        code.ShouldBe(0, error);
        var after = Dump("back");
        // Whoever follows a series subscribes again.
        foreach (var tables in new[] { before, after })
            tables.Remove("grain_subscription");
        ShouldBeSame(after, before);

        File.Copy(_folder.PathOf("standalone/master.key"), _folder.PathOf("back/master.key"));
        await TradeAsync("back");
        Dump("back")["fills"].Count.ShouldBeGreaterThan(after["fills"].Count);
    }

    [Fact]
    public async Task What_arrives_differently_is_noticed()
    {
        var database = await DatabaseAsync();
        await TradeAsync("standalone");
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.ExecuteAsync(
                """
                CREATE FUNCTION spoil() RETURNS trigger AS 'BEGIN NEW.price := NEW.price + 0.01; RETURN NEW; END' LANGUAGE plpgsql;
                CREATE TRIGGER spoil BEFORE INSERT ON fills FOR EACH ROW EXECUTE FUNCTION spoil();
                """);
        }

        var (code, output, error) = await RunAsync("migrate-engine", "to-cluster", "--data", _folder.PathOf("standalone"), "--database", database);
        code.ShouldBe(1);
        output.ShouldContain("ARRIVED DIFFERENTLY");
        error.ShouldContain("do not use it");
    }

    [Fact]
    public async Task What_is_there_is_not_written_over()
    {
        var database = await DatabaseAsync();
        await TradeAsync("standalone");
        string[] there = ["migrate-engine", "to-cluster", "--data", _folder.PathOf("standalone"), "--database", database];
        (await RunAsync(there)).Code.ShouldBe(0);
        var (code, _, error) = await RunAsync(there);
        (code, error).ShouldBe((2, "error: the database has data of this service already."));
        (code, _, error) = await RunAsync("migrate-engine", "to-folder", "--data", _folder.PathOf("standalone"), "--database", database);
        code.ShouldBe(2);
        error.ShouldContain("has data already; name a new one");
        (code, _, error) = await RunAsync("migrate-engine", "to-cluster", "--data", _folder.PathOf("nowhere"), "--database", database);
        code.ShouldBe(2);
        error.ShouldContain("has no data");
        Directory.Exists(_folder.PathOf("nowhere")).ShouldBeFalse();

        await using var connection = new NpgsqlConnection(database);
        await connection.ExecuteAsync(
            """
            INSERT INTO cluster_versions (deployment_id) VALUES ('trading-bot');
            INSERT INTO cluster_silos (deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
            VALUES ('trading-bot', '10.0.0.1', 11111, 1, 'one', 'one', 3, 30000, now(), now());
            """);
        (code, _, error) = await RunAsync("migrate-engine", "to-folder", "--data", _folder.PathOf("back"), "--database", database);
        (code, error).ShouldBe((2, "error: silos are running: stop them first."));
    }

    [Fact]
    public async Task A_database_without_the_tables_is_named()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Absent);
        var database = _database = await PostgresServer.CreateDatabaseAsync();
        var (code, _, error) = await RunAsync("migrate-engine", "to-folder", "--data", _folder.PathOf("new"), "--database", database);
        (code, error).ShouldBe((2, "error: the database does not have this program's tables: run 'migrate' first."));
    }

    // The numbers and hashes are what GrainId and the ADO.NET provider of Microsoft Orleans 10.4.2 make of them.
    [Theory]
    [InlineData("alice", 0, 0, 5, "alice")]
    [InlineData("42", 0, 0x42, 2, "")]
    [InlineData("042", 0, 0x42, 3, "")]
    [InlineData("bad", 0, 0xbad, 3, "")]
    [InlineData("ffffffffffffffff", 0, -1, 16, "")]
    [InlineData("7+testnet", 0, 7, 9, "testnet")]
    [InlineData("0", 0, 0, 1, "")]
    [InlineData("alice/spot:BTCUSDT", 0, 0, 18, "alice/spot:BTCUSDT")]
    [InlineData("00112233445566778899aabbccddeeff", 0x6677445500112233, unchecked((long)0xffeeddccbbaa9988), 32, "")]
    public void A_key_is_kept_as_the_provider_keeps_it_and_comes_back(string key, long n0, long n1, int length, string text)
    {
        ClusterGrainKey.Of(key).ShouldBe(new(n0, n1, length, text));
        new ClusterGrainKey(n0, n1, length, text).ToString().ShouldBe(key);
    }

    [Theory]
    [InlineData("trader", "alice/spot:BTCUSDT", 1102425243)]
    [InlineData("billing", "042", -532126272)]
    [InlineData("market-data", "usdm:SOLUSDT/1m", -814999232)]
    public void A_grains_place_on_the_ring_is_where_Orleans_looks_for_its_reminders(string type, string key, int hash) =>
        ClusterGrainKey.RingHash(type, key).ShouldBe(hash);

    [Theory]
    [InlineData("BAD")]
    [InlineData("7+")]
    public void A_key_that_would_come_back_as_another_is_refused(string key) => Should.Throw<FormatException>(() => ClusterGrainKey.Of(key));

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await PostgresServer.DropDatabaseAsync(_database);
        _folder.Dispose();
    }

    private async Task<string> DatabaseAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Absent);
        _database = await PostgresServer.CreateDatabaseAsync();
        (await RunAsync("migrate", "--database", _database)).Code.ShouldBe(0);
        return _database;
    }

    private async Task TradeAsync(string folder)
    {
        using var silo = SiloProcess.Start("--demo", "--port", "0", "--data", _folder.PathOf(folder));
        await silo.ListeningAsync();
        var known = Trades(silo.Output);
        await silo.PrintedAsync(line => Trades(line) > known + 2);
        (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
    }

    private static int Trades(string output) =>
        TradeCount().Matches(output).Select(m => int.Parse(m.Groups["count"].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var root = new RootCommand { MigrateCommand.Create(), MigrateEngineCommand.Create() };
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(root, arguments, output, error);
        return (code, output.ToString(), error.ToString().Trim());
    }

    /// <summary>Every row of every table, as text.</summary>
    private SortedDictionary<string, List<string>> Dump(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.PathOf(folder)}/grains.db;Pooling=false");
        connection.Open();
        var tables = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var table in connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").ToList())
        {
            // Records are numbered by the engine as they come; when a reminder began is not what counts, but when it is due.
            var rows = connection.Query($"SELECT * FROM {table}").Cast<IDictionary<string, object?>>();
            tables[table] = [.. rows.Select(row => string.Join('|', row.Where(c => table != "grain_state" || c.Key != "id").Where(c => c.Key != "first_ms")
                .OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value}"))).Order(StringComparer.Ordinal)];
        }

        return tables;
    }

    private static void ShouldBeSame(SortedDictionary<string, List<string>> actual, SortedDictionary<string, List<string>> expected)
    {
        actual.Keys.ShouldBe(expected.Keys);
        foreach (var (table, rows) in expected)
            actual[table].ShouldBe(rows, table);
    }

    [GeneratedRegex(@"trades=(?<count>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TradeCount();
}
