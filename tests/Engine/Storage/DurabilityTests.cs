using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.Engine.Hosting;
using TradingBot.Engine.Storage;
using TradingBot.Tests.Engine.Grains;

namespace TradingBot.Tests.Engine.Storage;

public sealed class DurabilityTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"engine-storage-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Writes_that_were_awaited_survive_a_killed_process()
    {
        for (var round = 0; round < 3; round++)
        {
            using var process = WritingProcess.Start(_folder);
            var written = new int[16];
            var lines = 0;
            while (await process.StandardOutput.ReadLineAsync().WaitAsync(Probe.Patience) is { } line)
            {
                var parts = line.Split(' ').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
                written[parts[0]] = parts[1];
                if (++lines == 500)
                {
                    var busy = await Assert.ThrowsAsync<DataFolderException>(() => EngineFixture.StartAsync(_folder));
                    Assert.Equal(DataFolderProblem.InUse, busy.Problem);
                    Assert.Contains($"process {process.Id}", busy.Message, StringComparison.Ordinal);
                }

                if (lines == 2000)
                    process.Kill();
            }

            await process.WaitForExitAsync().WaitAsync(Probe.Patience);
            Assert.True(lines >= 2000);
            await using var engine = await EngineFixture.StartAsync(_folder);
            for (var i = 0; i < written.Length; i++)
                Assert.True((await engine.Grain<ILifeGrain>($"grain-{i}").Saved()).Value >= written[i]);
        }
    }

    [Fact]
    public async Task Commits_go_to_the_disk_and_gather_many_writes()
    {
        await using var engine = await EngineFixture.StartAsync(_folder);
        var store = engine.Services.GetRequiredService<IDataStore>();
        long synchronous = 0;
        await store.WriteAsync(connection => synchronous = Number(connection, "PRAGMA synchronous"));
        Assert.Equal(2, synchronous);
        Assert.Equal("wal", store.Read(connection => Scalar(connection, "PRAGMA journal_mode")));

        var statistics = engine.Services.GetRequiredService<IEngineStatistics>();
        var grains = Enumerable.Range(0, 256).Select(_ => engine.Grain<ILifeGrain>()).ToList();
        var (writes, commits) = (statistics.StorageWrites, statistics.StorageCommits);
        for (var round = 0; round < 10; round++)
            await Task.WhenAll(grains.Select(grain => grain.Save(round)));
        Assert.Equal(2560, statistics.StorageWrites - writes);
        Assert.InRange(statistics.StorageCommits - commits, 10, 1280);
        Assert.True(statistics.StorageHealthy);
    }

    [Fact]
    public async Task The_log_is_taken_up_into_the_database_when_nobody_writes()
    {
        await using var engine = await EngineFixture.StartAsync(_folder);
        var store = engine.Services.GetRequiredService<IDataStore>();
        await store.WriteAsync(connection => Execute(connection, "CREATE TABLE bulk (data TEXT)"));
        var before = new FileInfo(Path.Combine(_folder, "grains.db")).Length;
        await store.WriteAsync(connection => Execute(connection, "INSERT INTO bulk VALUES (hex(randomblob(500000)))"));

        await Poll.UntilAsync(() => new FileInfo(Path.Combine(_folder, "grains.db")).Length, length => length >= before + 1_000_000);
    }

    [Fact]
    public async Task A_component_writes_its_own_tables_and_a_failing_write_undoes_only_itself()
    {
        var engine = await EngineFixture.StartAsync(_folder);
        var store = engine.Services.GetRequiredService<IDataStore>();
        await store.WriteAsync(connection => Execute(connection, "CREATE TABLE journal (line TEXT NOT NULL)"));
        var good = store.WriteAsync(connection => Execute(connection, "INSERT INTO journal VALUES ('first')"));
        var bad = store.WriteAsync(connection =>
        {
            Execute(connection, "INSERT INTO journal VALUES ('never')");
            Execute(connection, "INSERT INTO journal VALUES (NULL)");
        });
        var own = store.WriteAsync(_ => throw new InvalidTimeZoneException("its own"));
        var state = engine.Grain<ILifeGrain>("grain").Save(3);
        await Task.WhenAll(good, state);
        await Assert.ThrowsAsync<SqliteException>(() => bad);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => own);
        Assert.True(store.IsHealthy);
        await engine.DisposeAsync();

        await using var again = await EngineFixture.StartAsync(_folder);
        store = again.Services.GetRequiredService<IDataStore>();
        Assert.Equal("first", store.Read(connection => Scalar(connection, "SELECT group_concat(line) FROM journal")));
        Assert.Equal(3, (await again.Grain<ILifeGrain>("grain").Saved()).Value);
    }

    [Fact]
    public async Task A_full_database_fails_the_writers_and_keeps_what_it_held()
    {
        await using (var engine = await EngineFixture.StartAsync(_folder, options => options.MaxDatabasePages = 40))
        {
            var store = engine.Services.GetRequiredService<IDataStore>();
            await engine.Grain<ILifeGrain>("early").Save(1);
            await store.WriteAsync(connection => Execute(connection, "CREATE TABLE bulk (data TEXT)"));
            var full = await Assert.ThrowsAsync<DataFolderException>(async () =>
            {
                while (true)
                    await store.WriteAsync(connection => Execute(connection, $"INSERT INTO bulk VALUES (hex(randomblob(2000)))"));
            });
            Assert.Equal(DataFolderProblem.Full, full.Problem);
            Assert.False(engine.Services.GetRequiredService<IEngineStatistics>().StorageHealthy);
            var late = await Assert.ThrowsAsync<DataFolderException>(() => Task.WhenAll(
                Enumerable.Range(0, 300).Select(i => engine.Grain<ILifeGrain>($"late-{i}-{new string('x', 200)}").Save(1))));
            Assert.Equal(DataFolderProblem.Full, late.Problem);

            // Room again: the same grain can write, with the version that it knows.
            await store.WriteAsync(connection => Execute(connection, "DELETE FROM bulk"));
            await engine.Grain<ILifeGrain>("early").Save(2);
            await engine.Grain<ILifeGrain>("late").Save(2);
            Assert.True(engine.Services.GetRequiredService<IEngineStatistics>().StorageHealthy);
        }

        await using var again = await EngineFixture.StartAsync(_folder);
        Assert.Equal(2, (await again.Grain<ILifeGrain>("early").Saved()).Value);
        Assert.Equal(2, (await again.Grain<ILifeGrain>("late").Saved()).Value);
    }

    private static void Execute(SqliteConnection connection, string sql) => Scalar(connection, sql);

    private static long Number(SqliteConnection connection, string sql) => (long)Scalar(connection, sql)!;

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
