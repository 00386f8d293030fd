namespace TradingBot.Tests.Crash;

/// <summary>Some kills with all faults on; <c>.ci/run</c> makes 200 of them, and the command any number.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Kills_between_any_two_steps_lose_and_double_nothing()
    {
        await using var text = new StringWriter();
        try
        {
            var run = await CrashRun.RunAsync(new() { Kills = 20 }, text);
            string.Join('\n', run.Findings).ShouldBeEmpty($"the run is in {run.Folder}");
            run.Fills.ShouldBeGreaterThan(0);
        }
        finally
        {
            output.WriteLine(text.ToString());
        }
    }
}
