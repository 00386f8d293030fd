using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Orleans;
using TradingBot.Engine.CodeGenerator;

namespace TradingBot.Tests.Engine.Generator;

public sealed class GrainProxyGeneratorTests
{
    [Theory]
    [InlineData("int Get();", "must return Task")]
    [InlineData("void Do();", "must return Task")]
    [InlineData("Task<T> Get<T>();", "generic")]
    [InlineData("Task Get(out int x);", "by reference")]
    [InlineData("Task Get(ref int x);", "by reference")]
    [InlineData("Task Get(in int x);", "by reference")]
    [InlineData("Task Get(System.Span<int> x);", "cannot leave the stack")]
    [InlineData("int Count { get; }", "not a method")]
    [InlineData("event System.Action Changed;", "not a method")]
    [InlineData("static abstract Task Do();", "static")]
    [InlineData("[ResponseTimeout(\"soon\")] Task Do();", "\"soon\"")]
    [InlineData("[OneWay] Task<int> Do();", "one-way")]
    public void A_member_that_cannot_be_called_is_an_error_at_its_place(string member, string why)
    {
        var (diagnostics, _) = Generate($"public interface IBadGrain : IGrainWithStringKey {{ {member} }}");
        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal("GRAIN001", diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Contains(why, diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.True(diagnostic.Location.IsInSource);
    }

    [Theory]
    [InlineData("public interface IBadGrain<T> : IGrainWithStringKey;", "generic")]
    [InlineData("public class Outer { private interface IHidden : IGrainWithStringKey; }", "public or internal")]
    public void An_interface_that_cannot_be_a_grains_is_an_error(string source, string why)
    {
        var (diagnostics, _) = Generate(source);
        Assert.Contains(why, Assert.Single(diagnostics).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_grain_interfaces_may_have_compiles()
    {
        var (diagnostics, errors) = Generate("""
            namespace Some.Space;
            public interface IParent : IGrainWithStringKey { Task<int> Inherited(params int[] numbers); }
            public partial interface IGoodGrain : IParent, IRemindable
            {
                Task Do();
                ValueTask Quick();
                ValueTask<string?> QuickResult(string? text, int? number);
                Task<(int A, string B)> Tuple(System.Guid id, CancellationToken cancellationToken = default);
                Task<System.Collections.Immutable.ImmutableArray<string?>> Overload(System.Collections.Generic.IReadOnlyDictionary<string, int[]> map);
                Task Overload(int @class);
                [AlwaysInterleave, ReadOnly, ResponseTimeout("00:00:05")] Task<int> Marked();
                [OneWay] Task Tell(string what);
                Task WithBody() => Do();
            }
            public partial interface IGoodGrain { Task InAnotherPart(); }
            public static class Outer { internal interface INested : IGrainWithStringKey { Task Do(); } }
            public interface INotAGrain { int Count { get; } }
            """);
        Assert.Empty(diagnostics);
        Assert.Empty(errors);
    }

    private static (ImmutableArray<Diagnostic> Diagnostics, List<string> Errors) Generate(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(typeof(IGrain).Assembly.Location).Distinct(StringComparer.Ordinal)
            .Select(static path => MetadataReference.CreateFromFile(path));
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create(
            "Grains",
            [
                CSharpSyntaxTree.ParseText("global using System.Threading; global using System.Threading.Tasks; global using Orleans; global using Orleans.Concurrency;", options),
                CSharpSyntaxTree.ParseText(source, options),
            ],
            references,
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new GrainProxyGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        var errors = output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(static diagnostic => diagnostic.ToString()).ToList();
        return (diagnostics, errors);
    }
}
