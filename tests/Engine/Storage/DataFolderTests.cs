using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.Engine.Storage;
using TradingBot.Tests.Engine.Grains;

namespace TradingBot.Tests.Engine.Storage;

/// <summary>A folder that cannot be used is refused with a message that says why, and stays as it is.</summary>
public sealed class DataFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engine-folder-").FullName;

    private string Database => Path.Combine(_folder, "grains.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_that_another_engine_uses_is_refused_until_that_one_stops()
    {
        var first = await EngineFixture.StartAsync(_folder);
        await first.Grain<ILifeGrain>("grain").Save(1);
        var failure = await Assert.ThrowsAsync<DataFolderException>(() => EngineFixture.StartAsync(_folder));
        Assert.Equal(DataFolderProblem.InUse, failure.Problem);
        Assert.Contains($"in use by process {Environment.ProcessId}", failure.Message, StringComparison.Ordinal);
        await first.Grain<ILifeGrain>("grain").Save(2);
        await first.DisposeAsync();
        await using var second = await EngineFixture.StartAsync(_folder);
        Assert.Equal(2, (await second.Grain<ILifeGrain>("grain").Saved()).Value);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(Database, string.Concat(Enumerable.Repeat("not a database ", 1000)));
        await AssertRefusedAsync(DataFolderProblem.Damaged);
    }

    [Fact]
    public async Task A_damaged_database_is_refused()
    {
        await using (var engine = await EngineFixture.StartAsync(_folder))
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => engine.Grain<ILifeGrain>($"grain-{i}").Save(i)));
        await using (var file = File.OpenWrite(Database))
        {
            file.Position = 4096 + 8;
            file.Write(new byte[20 * 1024]);
        }

        await AssertRefusedAsync(DataFolderProblem.Damaged);
    }

    [Fact]
    public async Task Damage_that_the_start_had_no_time_to_find_is_refused_when_it_is_read()
    {
        await using (var engine = await EngineFixture.StartAsync(_folder))
            await engine.Grain<ILifeGrain>("grain").Save(1);
        Execute("""
            CREATE TABLE bulk AS WITH RECURSIVE counter(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counter WHERE i < 1000)
            SELECT hex(zeroblob(1500)) AS data FROM counter
            """);
        await using (var file = File.OpenWrite(Database))
        {
            // The check goes through a table from its end.
            file.Position = 20 * 4096;
            file.Write(new byte[10 * 4096]);
        }

        await using (var engine = await EngineFixture.StartAsync(_folder, options => options.DamageCheck = TimeSpan.Zero))
        {
            Assert.Equal(1, (await engine.Grain<ILifeGrain>("grain").Saved()).Value);
            var failure = Assert.Throws<DataFolderException>(() => engine.Services.GetRequiredService<IDataStore>().Read(connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT sum(length(data)) FROM bulk";
                return command.ExecuteScalar();
            }));
            Assert.Equal(DataFolderProblem.Damaged, failure.Problem);
        }

        await AssertRefusedAsync(DataFolderProblem.Damaged);
    }

    [Theory]
    [InlineData("PRAGMA application_id = 42")]
    [InlineData("CREATE TABLE customers (name TEXT)")]
    public async Task Another_programs_database_is_refused(string sql)
    {
        Execute(sql);
        await AssertRefusedAsync(DataFolderProblem.Foreign);
    }

    [Fact]
    public async Task A_newer_versions_database_is_refused()
    {
        await (await EngineFixture.StartAsync(_folder)).DisposeAsync();
        Execute("PRAGMA user_version = 99");
        Assert.Contains("99", (await AssertRefusedAsync(DataFolderProblem.NewerSchema)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_or_written_is_refused()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        var failure = await Assert.ThrowsAsync<DataFolderException>(() => EngineFixture.StartAsync(Path.Combine(file, "data")));
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);

        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a folder that even root cannot write.");
        failure = await Assert.ThrowsAsync<DataFolderException>(() => EngineFixture.StartAsync("/sys/kernel"));
        Assert.Equal(DataFolderProblem.ReadOnly, failure.Problem);
    }

    private async Task<DataFolderException> AssertRefusedAsync(DataFolderProblem problem)
    {
        var before = await File.ReadAllBytesAsync(Database);
        var failure = await Assert.ThrowsAsync<DataFolderException>(() => EngineFixture.StartAsync(_folder));
        Assert.Equal(problem, failure.Problem);
        Assert.Contains(Database, failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Database));
        return failure;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
