using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace TradingBot.Engine.CodeGenerator;

/// <summary>Makes a proxy for every grain interface of the project, and has it registered when the module is loaded.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class GrainProxyGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var proxies = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is InterfaceDeclarationSyntax,
                static (syntax, cancellation) =>
                    syntax.SemanticModel.GetDeclaredSymbol((InterfaceDeclarationSyntax)syntax.Node, cancellation) is INamedTypeSymbol type
                    && IsGrainInterface(type) && IsFirstDeclaration(type, syntax.Node)
                        ? GrainProxyWriter.Write(type)
                        : null)
            .Where(static proxy => proxy is not null);

        context.RegisterSourceOutput(proxies, static (output, proxy) =>
        {
            if (proxy!.Problem is { } problem)
                output.ReportDiagnostic(problem.ToDiagnostic());
            else
                output.AddSource(proxy.FileName, SourceText.From(proxy.Source, Encoding.UTF8));
        });
    }

    private static bool IsGrainInterface(INamedTypeSymbol type) =>
        type.AllInterfaces.Any(static parent => parent.ToDisplayString() == "Orleans.IGrain");

    // A partial interface has several declarations and one proxy.
    private static bool IsFirstDeclaration(INamedTypeSymbol type, SyntaxNode node)
    {
        ImmutableArray<SyntaxReference> declarations = type.DeclaringSyntaxReferences;
        return declarations[0].SyntaxTree == node.SyntaxTree && declarations[0].Span == node.Span;
    }
}
