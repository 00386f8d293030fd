namespace TradingBot.Tests.System.Operation;

/// <summary>Backups that cannot be taken or restored say so, and change nothing. What one is worth is tried in tests/Crash.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_backup_holds_the_traders_of_a_service_that_goes_on_trading()
    {
        var (data, backup, restored) = (_folder.PathOf("data"), _folder.PathOf("backup"), _folder.PathOf("restored"));
        using (var silo = SiloProcess.Start("--demo", "--data", data, "--port", "0"))
        {
            await silo.ListeningAsync();
            await silo.PrintedAsync(static line => line.Contains("trades=1", StringComparison.Ordinal));
            await RunAsync(0, "Backup of 3 traders", "backup", backup, "--from", data);
            await RunAsync(1, $"error: {backup} is not empty", "backup", backup, "--from", data);
            (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
        }

        // The master key stays where it is.
        Directory.GetFiles(backup).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["backup.json", "grains.db"]);
        await RunAsync(0, "Restored 3 traders", "restore", backup, "--to", restored);
        await RunAsync(1, "has a database already", "restore", backup, "--to", restored);
        File.Copy(Path.Combine(data, "master.key"), Path.Combine(restored, "master.key"));
        using var again = SiloProcess.Start("--demo", "--data", restored, "--port", "0");
        await again.ListeningAsync();
        await again.PrintedAsync(static line => line.Contains("trades=", StringComparison.Ordinal) && !line.Contains("trades=0", StringComparison.Ordinal));
        (await again.InterruptAsync()).ShouldBe(0, again.Output);
    }

    [Fact]
    public async Task What_is_not_a_backup_is_not_restored()
    {
        Directory.CreateDirectory(_folder.PathOf("backup"));
        _folder.Write("backup/grains.db", "something else");
        _folder.Write("backup/backup.json", """{"takenAt":"2026-01-01T00:00:00Z","schemaVersion":1,"traders":1,"bytes":14,"sha256":"00"}""");

        await RunAsync(1, "its SHA-256 is another one", "restore", _folder.PathOf("backup"), "--to", _folder.PathOf("data"));
        await RunAsync(1, "is no data folder", "backup", _folder.PathOf("new"), "--from", _folder.PathOf("nowhere"));
        Directory.Exists(_folder.PathOf("data")).ShouldBeFalse();
        Directory.Exists(_folder.PathOf("new")).ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task RunAsync(int exitCode, string printed, params string[] arguments)
    {
        using var command = SiloProcess.Start(arguments);
        (await command.ExitAsync()).ShouldBe(exitCode, command.Output);
        command.Output.ShouldContain(printed);
    }
}
