using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TradingBot.ClientApi.Telemetry;
using TradingBot.Grains.Trading;
using TradingBot.Silo.Hosting;

namespace TradingBot.Tests.System.Operation;

/// <summary>The list of metrics is closed: what is documented exists, and what exists is documented.</summary>
public sealed partial class MetricListTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task The_documented_list_is_what_is_exported()
    {
        var found = new HashSet<(string Name, string Scraped, string Unit)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name.StartsWith("TradingBot.", StringComparison.Ordinal))
                    found.Add((instrument.Name, ScrapedNameOf(instrument), instrument.Unit!));
            },
        };
        foreach (var owner in MeterOwners())
            RuntimeHelpers.RunClassConstructor(owner.TypeHandle);
        await using var service = ServiceHost.Build(
            new(false, new Dictionary<string, string?> { ["Data:Directory"] = _folder.Root, ["Http:Port"] = "0" }), TextWriter.Null);
        await service.StartAsync();
        listener.Start();

        found.OrderBy(static f => f.Name).ShouldBe(Documented().Select(static d => (d.Name, d.Scraped, d.Unit)).OrderBy(static d => d.Name));
        await service.StopAsync();
    }

    [Fact]
    public async Task Labels_are_those_that_are_documented()
    {
        using var silo = SiloProcess.Start("--demo", "--data", _folder.Root, "--port", "0");
        using var http = new HttpClient { BaseAddress = new(await silo.ListeningAsync()) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(_folder.PathOf("admin-token"))).Trim());

        var scrape = await Poll.UntilAsync(() => TelemetryTests.ScrapeAsync(http), static s => s.Sum("tradingbot_fills_total") > 0);

        var documented = Documented().ToDictionary(static d => d.Scraped);
        var ours = scrape.Types.Keys.Where(static n => n.StartsWith("tradingbot_", StringComparison.Ordinal)).ToList();
        ours.Count.ShouldBeGreaterThan(20);
        foreach (var family in ours)
        {
            documented.ShouldContainKey(family);
            scrape.LabelsOf(family).Except(documented[family].Labels).ShouldBeEmpty(family);
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The rows of docs/telemetry.md: name, scraped name, unit, labels.</summary>
    internal static IReadOnlyList<(string Name, string Scraped, string Unit, string[] Labels)> Documented() =>
    [
        .. Row().Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "docs", "telemetry.md"))).Select(static m => (
            m.Groups["name"].Value, m.Groups["scraped"].Value, m.Groups["unit"].Value,
            m.Groups["labels"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Trim('`', '-', ' ')).ToArray())),
    ];

    // Whoever keeps a meter in a static field publishes its instruments when the class is first used.
    private static IEnumerable<Type> MeterOwners() =>
        new[] { typeof(TradingMetrics).Assembly, typeof(Exchange.Diagnostics.VenueMetrics).Assembly, typeof(TelemetryOptions).Assembly, typeof(ServiceHost).Assembly }
            .SelectMany(static a => a.GetTypes())
            .Where(static t => t.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).Any(static f => f.FieldType == typeof(Meter)));

    private static string ScrapedNameOf(Instrument instrument) => MetricsText.NameOf(
        instrument.Name, instrument.Unit!,
        instrument.GetType().GetGenericTypeDefinition() is var type && (type == typeof(Counter<>) || type == typeof(ObservableCounter<>)));

    [GeneratedRegex(@"^\| `(?<name>tradingbot\.[a-z.]+)` \| `(?<scraped>[a-z_]+)` \| (?<unit>\S+) \| (?<labels>[^|]*) \|", RegexOptions.Multiline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Row();
}
