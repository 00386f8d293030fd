namespace TradingBot.Tests.Crash;

/// <summary>
/// Going on from a backup: the service trades at a venue, is backed up meanwhile, dies, and goes on from the backup in another folder,
/// again and again. The history checker then finds nothing lost, doubled or left without its stop.
/// </summary>
public sealed class BackupTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_backup_under_load_goes_on_elsewhere_and_loses_and_doubles_nothing()
    {
        await using var text = new StringWriter();
        try
        {
            var run = await CrashRun.RunAsync(
                new() { Kills = 3, Life = 4_000, Restore = true, Faults = false, Symbols = ["spot:BTCUSDT", "spot:ETHUSDT"], Seed = 7 }, text);

            string.Join('\n', run.Findings).ShouldBeEmpty($"the run is in {run.Folder}");
            run.Fills.ShouldBeGreaterThan(0);
        }
        finally
        {
            output.WriteLine(text.ToString());
        }
    }
}
