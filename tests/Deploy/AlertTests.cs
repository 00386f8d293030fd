using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TradingBot.Tests.Deploy;

/// <summary>Alerts are about metrics that exist, each is tested, and each has a page that says what to do.</summary>
public sealed partial class AlertTests
{
    private const string Pages = "https://trading-bot.example/docs/runbook/incidents/";

    private static readonly IReadOnlyList<JsonNode> Rules =
    [
        .. Overlay.List(Yaml.Read(Repository.Read("k8s", "monitoring", "alerts.yaml")).Single()["spec"]!["groups"]).SelectMany(static g => Overlay.List(g["rules"])),
    ];

    [Fact]
    public async Task Expressions_fire_when_they_should_and_only_then()
    {
        using var folder = new TempFolder();
        var groups = Yaml.Read(Repository.Read("k8s", "monitoring", "alerts.yaml")).Single()["spec"]!;
        folder.Write("rules.yaml", groups.ToJsonString());
        var tests = folder.Write("alerts.test.yaml", Repository.Read("k8s", "monitoring", "alerts.test.yaml"));

        var (checkedCode, report) = await Repository.RunAsync("promtool", folder.Root, "", "check", "rules", "rules.yaml");
        checkedCode.ShouldBe(0, report);
        var (exitCode, output) = await Repository.RunAsync("promtool", folder.Root, "", "test", "rules", tests);
        exitCode.ShouldBe(0, output);
    }

    [Fact]
    public void Every_alert_is_tested_both_ways()
    {
        var tests = Repository.Read("k8s", "monitoring", "alerts.test.yaml");

        foreach (var alert in Rules.Select(static r => Overlay.Text(r, "alert")!))
        {
            tests.ShouldContain($"name: {alert} fires\n");
            tests.ShouldContain($"name: {alert} is silent\n");
        }
    }

    [Fact]
    public void Every_alert_has_its_page_and_every_page_its_alert()
    {
        var pages = Rules.ToDictionary(static r => Overlay.Text(r, "alert")!, static r => Overlay.Text(r["annotations"], "runbook_url")!);

        foreach (var (alert, url) in pages)
        {
            url.ShouldStartWith(Pages);
            var page = Repository.Read("docs", "runbook", "incidents", url[Pages.Length..]);
            page.ShouldContain($"`{alert}`");
            foreach (var part in (string[])["## What it means", "## What to look at", "## What to do"])
                page.ShouldContain(part, customMessage: url);
        }

        Directory.GetFiles(Repository.PathOf("docs", "runbook", "incidents")).Select(Path.GetFileName).Order()
            .ShouldBe(pages.Values.Select(static u => u[Pages.Length..]).Order());
    }

    [Fact]
    public void Alerts_and_panels_show_metrics_that_exist()
    {
        var documented = Documented().Matches(Repository.Read("docs", "telemetry.md")).Select(static m => m.Groups["name"].Value).ToHashSet();
        var dashboard = JsonNode.Parse(Repository.Read("k8s", "monitoring", "dashboards", "trading-bot.json"))!;
        var panels = Overlay.List(dashboard["panels"]).SelectMany(static p => Overlay.List(p["targets"])).Select(static t => Overlay.Text(t, "expr")!).ToList();
        var alerts = Rules.Select(static r => Overlay.Text(r, "expr")!).ToList();

        panels.Count.ShouldBeGreaterThan(20);
        foreach (var expression in panels.Concat(alerts))
        {
            foreach (var name in Used().Matches(expression).Select(static m => m.Groups["name"].Value))
                documented.ShouldContain(Suffix().Replace(name, ""), expression);
        }

        // Whatever is measured can be seen.
        documented.Where(d => !panels.Concat(alerts).Any(e => e.Contains(d, StringComparison.Ordinal)))
            .ShouldBe(["tradingbot_series_silence_seconds", "tradingbot_grain_calls_total", "tradingbot_grain_calls_pending"], ignoreOrder: true);
    }

    [GeneratedRegex(@"^\| `tradingbot[a-z.]+` \| `(?<name>[a-z_]+)`", RegexOptions.Multiline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Documented();

    [GeneratedRegex(@"(?<name>tradingbot_[a-z_]+)", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Used();

    [GeneratedRegex(@"_(bucket|count|sum)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Suffix();
}
