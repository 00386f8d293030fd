namespace TradingBot.Tests.Crash;

/// <summary>Some kills with all faults on, where <c>CRASH_TESTS=1</c> asks for them; the command makes any number.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Kills_between_any_two_steps_lose_and_double_nothing()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CRASH_TESTS") == "1", "CRASH_TESTS=1 is not set: the service is not killed here.");
        await using var text = new StringWriter();
        try
        {
            var runs = await CrashRun.RunAllAsync(new() { Kills = 20, Worlds = 2 }, text);
            runs.ShouldAllBe(static r => r.Findings.Count == 0);
            runs.Sum(static r => r.Fills).ShouldBeGreaterThan(0);
        }
        finally
        {
            output.WriteLine(text.ToString());
        }
    }
}
