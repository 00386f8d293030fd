using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Orleans;
using TradingBot.Grains.Trading;
using TradingBot.MarketData;

namespace TradingBot.Tests.System;

/// <summary>The rules of the house that a compiler does not check.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Root = FindRoot();

    [Theory]
    [InlineData("engine/Abstractions", "")]
    [InlineData("engine/CodeGenerator", "")]
    [InlineData("engine/Runtime", "engine/Abstractions")]
    [InlineData("interfaces", "engine/Abstractions engine/CodeGenerator")]
    [InlineData("exchange", "interfaces")]
    [InlineData("payments", "interfaces")]
    [InlineData("grains", "interfaces exchange payments")]
    [InlineData("client-api", "interfaces")]
    [InlineData("simulator", "exchange")]
    [InlineData("silo", "client-api grains exchange payments engine/Runtime simulator")]
    public void Rooms_refer_only_to_rooms_below(string room, string allowed)
    {
        var project = Directory.GetFiles(Path.Combine(Root, room), "*.csproj").Single();
        var references = XDocument.Load(project).Descendants("ProjectReference")
            .Select(r => Path.GetRelativePath(Root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, Path.GetDirectoryName((string)r.Attribute("Include")!)!))));

        references.Except(allowed.Split(' ')).ShouldBeEmpty();
    }

    [Fact]
    public void Only_grain_files_know_the_grain_engine() =>
        Sources("grains").Where(f => !f.EndsWith("Grain.cs", StringComparison.Ordinal) && EngineUsing.IsMatch(File.ReadAllText(f)))
            .ShouldBeEmpty();

    [Fact]
    public void Only_one_file_a_room_knows_which_engine_it_is()
    {
        foreach (var room in (string[])["silo", "client-api", "grains", "exchange", "payments", "interfaces"])
        {
            Sources(room).Where(f => File.ReadAllText(f).Contains("using TradingBot.Engine", StringComparison.Ordinal)).Select(Path.GetFileName)
                .Except(["EmbeddedGrainEngine.cs"]).ShouldBeEmpty(room);
            Sources(room).Where(f => OrleansHosting.IsMatch(File.ReadAllText(f))).Select(Path.GetFileName)
                .Except(["OrleansGrainEngine.cs"]).ShouldBeEmpty(room);
            Sources(room).Where(f => File.ReadAllText(f).Contains("\n#if", StringComparison.Ordinal)).ShouldBeEmpty(room);
        }
    }

    [Fact]
    public void Money_is_never_binary_floating_point() =>
        Sources("interfaces").Concat(Sources("exchange")).Concat(Sources("payments")).Concat(Sources("grains"))
            .Where(f => !Statistics.IsMatch(f) && BinaryNumber.IsMatch(File.ReadAllText(f)))
            .Select(f => Path.GetRelativePath(Root, f)).ShouldBeEmpty();

    [Fact]
    public void Messages_are_immutable()
    {
        foreach (var message in typeof(Candle).Assembly.GetTypes().Where(t => t.GetCustomAttribute<GenerateSerializerAttribute>() is not null && !t.IsEnum))
        {
            foreach (var property in message.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                (property.SetMethod is null or { IsPublic: false } || IsInitOnly(property.SetMethod)).ShouldBeTrue($"{message.Name}.{property.Name} can be set");
                IsMutable(property.PropertyType).ShouldBeFalse($"{message.Name}.{property.Name} is a {property.PropertyType.Name}");
            }
        }
    }

    // Orleans' compiler refuses what the embedded engine's does not look at.
    [Fact]
    public void No_two_types_have_the_same_alias() =>
        new[] { typeof(Candle).Assembly, typeof(TraderGrain).Assembly }.SelectMany(a => a.GetTypes())
            .Select(t => (Type: t, Alias: t.GetCustomAttributesData().FirstOrDefault(a => a.AttributeType == typeof(AliasAttribute))?.ConstructorArguments[0].Value))
            .Where(t => t.Alias is not null).GroupBy(t => t.Alias).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(t => t.Type.Name))}").ShouldBeEmpty();

    private static bool IsInitOnly(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsMutable(Type type) =>
        type.IsArray
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var g
            && (g == typeof(List<>) || g == typeof(Dictionary<,>) || g == typeof(IList<>) || g == typeof(IDictionary<,>) || g == typeof(HashSet<>)));

    private static IEnumerable<string> Sources(string room) =>
        Directory.EnumerateFiles(Path.Combine(Root, room), "*.cs", SearchOption.AllDirectories)
            .Where(f => !Built.IsMatch(Path.GetRelativePath(Root, f)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TradingBot.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }

    [GeneratedRegex(@"^using (static )?Orleans", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex EngineUsing { get; }

    [GeneratedRegex(@"^using Orleans\.(Hosting|Configuration|Dashboard|Clustering|TestingHost)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OrleansHosting { get; }

    [GeneratedRegex(@"(^|[/\\])(bin|obj)[/\\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Built { get; }

    // What may compute with doubles: the random walk of the simulated market, ratios of reports, progress, speeds, the guess of a quotient that integers then correct, and what metrics show.
    [GeneratedRegex(@"Reporting|BacktestView|BacktestProgress|SplitMix64|SimulatedDay|SimulatedSymbol|PriceLevel|CandleFileReader|Speed|Pace|Fixed16\.cs|Metrics|TraderGauge|MarketDataOptions|SimulatedClock|SimulatedFeed|ReplayFeed|ReplaySubscription|CandleFeedFactory|StalenessWatch|Backoff|Polly|Resilience|Limits", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Statistics { get; }

    [GeneratedRegex(@"^(?!\s*//).*\b(double|float)\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BinaryNumber { get; }
}
