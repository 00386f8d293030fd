using System.Text.RegularExpressions;

namespace TradingBot.Tests.Deploy;

/// <summary>What the Dockerfile says.</summary>
internal sealed partial class Dockerfile
{
    private Dockerfile(string text)
    {
        Instructions = [.. Instruction().Matches(Continuation().Replace(text, " ")).Select(static m => (m.Groups["name"].Value, m.Groups["rest"].Value.Trim()))];
        Environment = Instructions.Where(static i => i.Name == "ENV").SelectMany(static i => Pair().Matches(i.Text))
            .GroupBy(static m => m.Groups["name"].Value).ToDictionary(static g => g.Key, static g => g.First().Groups["value"].Value);
    }

    /// <summary>The instructions in order.</summary>
    public IReadOnlyList<(string Name, string Text)> Instructions { get; }

    /// <summary>The environment of the containers; of the role, the silo's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Names of the stages.</summary>
    public IEnumerable<string> Stages => Of("FROM").Select(static f => f.Split(" AS ")[1]);

    public static Dockerfile Load() => new(Repository.Read("k8s", "Dockerfile"));

    public IEnumerable<string> Of(string name) => Instructions.Where(i => i.Name == name).Select(static i => i.Text);

    [GeneratedRegex(@"^(?<name>[A-Z]+) (?<rest>.*)$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Instruction();

    [GeneratedRegex(@"\\\n\s*", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Continuation();

    [GeneratedRegex(@"(?<name>\w+)=(?<value>\S+)", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Pair();
}
