using System.Reflection;

namespace TradingBot.Tests.Engine.Embedded;

public sealed class SizeTests
{
    [Fact]
    public void The_engine_stays_small_enough_to_be_read()
    {
        var source = typeof(SizeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "EngineSource").Value!;
        var lines = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .Count(static line => line.Trim() is { Length: > 0 } code && !code.StartsWith("//", StringComparison.Ordinal) && !code.StartsWith("using ", StringComparison.Ordinal));
        // Lines of code: documentation is not counted.
        Assert.InRange(lines, 1000, 3100);
    }
}
