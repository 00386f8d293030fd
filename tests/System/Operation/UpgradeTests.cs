using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using TradingBot.Silo.Journal;

namespace TradingBot.Tests.System.Operation;

/// <summary>A newer program on the data folder of the one before it.</summary>
public sealed class UpgradeTests : IDisposable
{
    // As the program wrote it that had the schema before: every default in full, and nothing of what has been added since.
    private const string Trader = """
        {"Settings":{"Interval":"1m","Strategy":{"Name":"heikin-ashi-breakout","Parameters":{"buyOffset":"5","sellOffset":"5"}},"Size":{"Kind":1,"Value":"1000"},"Leverage":1,"Mode":0},"RunState":0,"WarmUpPending":false,"StartedAfter":1735689600000,"Trading":{"Phase":0,"Candle":1735690140000,"Close":"94045.7","Price":"94045.7","NextStop":"0","Stop":"0","Held":"0.00000875","ExitedIn":1735690140000,"LastOrderId":8},"Acknowledged":4,"Totals":{"Trades":2,"Wins":0,"Pnl":"-5.49966771","Fees":"3.993307401"},"Trades":[],"Notice":"","LastEntry":23,"Outbox":[]}
        """;

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task The_state_before_this_one_is_taken_over_with_its_traders_and_its_journal()
    {
        using (var first = SiloProcess.Start("--data", _folder.Root, "--port", "0"))
        {
            using var earlier = await ClientAsync(first);
            await TelemetryTests.StartTraderAsync(earlier);
            (await first.InterruptAsync()).ShouldBe(0, first.Output);
        }

        Downgrade(JournalSchema.Newest - 1);
        using var silo = SiloProcess.Start("--data", _folder.Root, "--port", "0");
        using var http = await ClientAsync(silo);

        var status = JsonNode.Parse(await http.GetStringAsync("/api/v1/traders/spot:BTCUSDT/status"))!;
        status["totals"]!["trades"]!.GetValue<int>().ShouldBe(2);
        status["held"]!.ToString().ShouldBe("0.00000875");
        await TelemetryTests.StartTraderAsync(http);
        using var database = Open();
        Scalar(database, "SELECT text FROM events WHERE entry = 23").ShouldBe("kept");
        Scalar(database, "SELECT version FROM schema_versions WHERE component = 'journal'").ShouldBe((long)JournalSchema.Newest);
        (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
    }

    public void Dispose() => _folder.Dispose();

    private void Downgrade(int journal)
    {
        using var connection = Open();
        var tables = new List<string>();
        using (var query = connection.CreateCommand())
        {
            query.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'grain_%' AND name NOT LIKE 'sqlite_%'";
            using var reader = query.ExecuteReader();
            while (reader.Read())
                tables.Add(reader.GetString(0));
        }

        tables.ForEach(name => Scalar(connection, $"DROP TABLE {name}"));
        JournalSchema.Upgrade(connection, SqlDialect.Sqlite, journal);
        Scalar(connection, $"UPDATE grain_state SET data = '{Trader.Trim()}' WHERE type = 'trader'");
        Scalar(connection, "INSERT INTO events (user_id, symbol, entry, kind, subject_id, status, filled, market_time, recorded_at, text) VALUES ('admin', 'spot:BTCUSDT', 23, 'Notice', '', '', 0, 7, 40, 'kept')");
    }

    private async Task<HttpClient> ClientAsync(SiloProcess silo)
    {
        var http = new HttpClient { BaseAddress = new(await silo.ListeningAsync()) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(_folder.PathOf("admin-token"))).Trim());
        return http;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_folder.PathOf("grains.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
