using System.Reflection;
using System.Text;
using Orleans;

namespace TradingBot.Tests.Engine.Signatures;

/// <summary>
/// The embedded engine's programming model has the signatures of Orleans 10.4.2, so that grains compile on both. What exists in
/// Orleans.Core.Abstractions is compared with that assembly; the rest is held to a list that names each type's package.
/// </summary>
public sealed class SignatureTests : IDisposable
{
    private readonly AssemblySignatures _ours = new(typeof(IGrain).Assembly.Location);
    private readonly AssemblySignatures _theirs = new(Metadata("OrleansAbstractions"));

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
    }

    [Fact]
    public void What_Orleans_Core_Abstractions_has_too_has_its_signature()
    {
        var differences = new StringBuilder();
        var compared = 0;
        foreach (var (name, ours) in OurOrleansTypes().Where(type => _theirs.Types.ContainsKey(type.Key)))
        {
            compared++;
            var theirs = _theirs.Types[name];
            if (ours.Header != theirs.Header)
                differences.AppendLine($"{name}\n  is    {ours.Header}\n  wants {theirs.Header}");
            foreach (var extra in ours.Interfaces.Except(theirs.Interfaces))
                differences.AppendLine($"{name} does not implement {extra}");
            foreach (var extra in ours.Members.Except(theirs.Members))
                differences.AppendLine($"{name} has no\n  {extra}\n{Similar(theirs, extra)}");
        }

        Assert.True(compared > 20, $"Only {compared} types were found in both assemblies.");
        Assert.True(differences.Length == 0, differences.ToString());
    }

    [Fact]
    public void The_rest_is_exactly_what_the_list_of_other_packages_says()
    {
        var actual = OurOrleansTypes().Where(type => !_theirs.Types.ContainsKey(type.Key))
            .Select(static type => string.Join('\n', [$"{type.Key} {type.Value.Header}", .. type.Value.Members.Select(static member => $"    {member}")]));
        var listed = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Signatures", "OtherPackages.txt"))
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(static block => block.Trim('\n')).Where(static block => block[0] != '#').ToList();
        var unlisted = actual.Except(listed).ToList();
        Assert.True(unlisted.Count == 0, "Not in OtherPackages.txt as they are:\n" + string.Join("\n\n", unlisted));
        var gone = listed.Except(actual).ToList();
        Assert.True(gone.Count == 0, "Only in OtherPackages.txt:\n" + string.Join("\n\n", gone));
    }

    private static string Metadata(string key) =>
        typeof(SignatureTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private static string Similar(TypeSignature type, string member)
    {
        var name = member.Split('(')[0].Split(' ')[^1];
        return string.Concat(type.Members.Where(other => other.Contains($" {name}(", StringComparison.Ordinal) || other.Contains($" {name}<", StringComparison.Ordinal))
            .Select(static other => $"  but {other}\n"));
    }

    private IEnumerable<KeyValuePair<string, TypeSignature>> OurOrleansTypes() =>
        _ours.Types.Where(static type => type.Key.StartsWith("Orleans.", StringComparison.Ordinal));
}
