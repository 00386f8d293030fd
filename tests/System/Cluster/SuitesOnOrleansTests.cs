namespace TradingBot.Tests.System.Cluster;

/// <summary>The suites that are written against the Orleans API alone, on Orleans itself.</summary>
[Collection("alone")]
public sealed class SuitesOnOrleansTests
{
    [Theory]
    [InlineData("tests/Engine", "TradingBot.Tests.Engine")]
    [InlineData("tests/Grains", "TradingBot.Tests.Grains")]
    public async Task The_suite_passes_on_Orleans(string project, string assembly)
    {
        Assert.SkipUnless(await OrleansBuild.IsPossibleAsync(), OrleansBuild.Absent);
        var (exitCode, output) = await OrleansBuild.DotnetAsync(await OrleansBuild.BuildAsync(project, assembly), "-noColor");
        exitCode.ShouldBe(0, output);
        TestContext.Current.SendDiagnosticMessage(output.Split('\n').Last(static line => line.Contains("Total:", StringComparison.Ordinal)));
    }
}
