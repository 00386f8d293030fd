using System.Globalization;
using System.Text.RegularExpressions;

namespace TradingBot.Tests.System.Operation;

/// <summary>A page of <c>/metrics</c>.</summary>
internal sealed partial class Scrape(string text)
{
    /// <summary>The page itself.</summary>
    public string Text => text;

    public override string ToString() => text;

    /// <summary>Families: name and type.</summary>
    public IReadOnlyDictionary<string, string> Types { get; } =
        Family().Matches(text).ToDictionary(static m => m.Groups["name"].Value, static m => m.Groups["type"].Value, StringComparer.Ordinal);

    /// <summary>The sum of all series of a name.</summary>
    public double Sum(string name, string label = "") => Sample().Matches(text)
        .Where(m => m.Groups["name"].Value == name && m.Groups["labels"].Value.Contains(label, StringComparison.Ordinal))
        .Sum(static m => double.Parse(m.Groups["value"].Value, CultureInfo.InvariantCulture));

    /// <summary>The label names of a family's series, without <c>le</c>.</summary>
    public IReadOnlySet<string> LabelsOf(string family) => Sample().Matches(text)
        .Where(m => m.Groups["name"].Value.StartsWith(family, StringComparison.Ordinal))
        .SelectMany(static m => Label().Matches(m.Groups["labels"].Value).Select(static l => l.Groups["name"].Value))
        .Where(static l => l != "le").ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"^# TYPE (?<name>\S+) (?<type>\S+)$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Family();

    [GeneratedRegex(@"^(?<name>[a-z_]+)(?<labels>\{[^}]*\})? (?<value>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Sample();

    [GeneratedRegex("(?<name>[a-z_]+)=\"", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Label();
}
