using System.Security.Cryptography;
using System.Text;
using TradingBot.Silo.Journal;

namespace TradingBot.Tests.Trading.Journal;

/// <summary>The way of the journal's tables from version to version.</summary>
public sealed class JournalSchemaTests
{
    // What a release has brought to somebody's database is never edited.
    private static readonly string[] Released =
    [
        "f976cf139fb51884692988cd83f9d44cbe1d715e0f9afedf9858f8e531aa878a",
        "f64886d83f9a4916e6e82f6d156c58a5e249bc9928d9dfcc24fda56f4169984a",
        "b1b2c451f664e46d86f819bf66f84ee536a85cb13ff34fe6154f3c7145973339",
        "7a18c7eda18008a85bbddcdf068b808fe179a3e3f9959d7cd3710e7aedf4a612",
    ];

    [Fact]
    public void Steps_that_were_released_are_as_they_were() =>
        JournalSchema.Steps.Select(s => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(s)))).ShouldBe(Released);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_earlier_version_is_led_to_the_newest_with_its_rows(bool postgres)
    {
        using var fresh = await JournalDatabase.CreateEmptyAsync(postgres);
        await fresh.PrepareAsync();
        for (var version = 1; version <= JournalSchema.Newest; version++)
        {
            using var old = await JournalDatabase.CreateEmptyAsync(postgres);
            await old.WriteAsync(connection => JournalSchema.Upgrade(connection, old.Dialect, version));
            await old.ExecuteAsync("INSERT INTO events (user_id, symbol, entry, kind, subject_id, status, filled, market_time, recorded_at, text) VALUES ('alice', 'spot:BTCUSDT', 1, 'Notice', '', '', 0, 7, 40, 'kept')");

            await old.PrepareAsync();
            await old.PrepareAsync();

            (await SchemaAsync(old, postgres)).ShouldBe(await SchemaAsync(fresh, postgres), $"from version {version}");
            (await old.RowsAsync("SELECT version FROM schema_versions WHERE component = 'journal'")).ShouldBe($"{JournalSchema.Newest}");
            (await old.Reader.ReadEventsAsync("alice", 0, 10)).ShouldHaveSingleItem().Text.ShouldBe("kept");
        }
    }

    [Theory]
    [InlineData(false, "UPDATE schema_versions SET version = 99 WHERE component = 'journal'", "version 99")]
    [InlineData(true, "UPDATE schema_versions SET version = 99 WHERE component = 'journal'", "version 99")]
    [InlineData(false, "ALTER TABLE fills DROP COLUMN price", "price")]
    [InlineData(true, "ALTER TABLE fills DROP COLUMN price", "price")]
    [InlineData(false, "DROP TABLE dropped_events; DELETE FROM schema_versions", "orders")]
    [InlineData(true, "DROP TABLE dropped_events; DELETE FROM schema_versions", "orders")]
    public async Task A_newer_a_damaged_and_a_foreign_schema_are_refused_and_left_alone(bool postgres, string change, string named)
    {
        using var journal = await JournalDatabase.CreateEmptyAsync(postgres);
        await journal.PrepareAsync();
        await journal.ExecuteAsync(change);
        var before = await SchemaAsync(journal, postgres);

        (await Should.ThrowAsync<JournalException>(journal.PrepareAsync)).Message.ShouldContain(named);
        (await SchemaAsync(journal, postgres)).ShouldBe(before);
    }

    [Theory]
    [InlineData("SELECT * FROM orders WHERE user_id = 'a' AND status = 'Working' ORDER BY market_time, seq", "orders_by_status")]
    [InlineData("SELECT * FROM orders WHERE user_id = 'a' ORDER BY market_time DESC, seq DESC", "orders_by_user")]
    [InlineData("SELECT * FROM fills WHERE user_id = 'a' AND symbol = 's' AND candle_interval = '1m' AND market_time >= 1 ORDER BY market_time, seq", "fills_by_symbol")]
    [InlineData("SELECT * FROM trades WHERE market_time >= 1 AND market_time < 2 ORDER BY market_time, seq", "trades_by_time")]
    [InlineData("SELECT * FROM events WHERE user_id = 'a' AND id > 5 ORDER BY id", "events_by_user")]
    [InlineData("SELECT min(entry) FROM events WHERE user_id = 'a' AND symbol = 's'", "events_once")]
    public async Task The_queries_have_indexes(string sql, string index)
    {
        using var journal = JournalDatabase.Create();
        var plan = await journal.RowsAsync("EXPLAIN QUERY PLAN " + sql);

        plan.ShouldContain(index);
        plan.ShouldNotContain("TEMP B-TREE");
    }

    private static Task<string> SchemaAsync(JournalDatabase journal, bool postgres) => journal.RowsAsync(postgres
        ? """
          SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS x FROM information_schema.columns WHERE table_schema = 'public'
          UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY x
          """
        : "SELECT name, sql FROM sqlite_master ORDER BY name");
}
