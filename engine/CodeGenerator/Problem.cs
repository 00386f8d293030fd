using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace TradingBot.Engine.CodeGenerator;

/// <summary>Why an interface cannot be a grain interface, at its place in the source.</summary>
internal sealed class Problem : IEquatable<Problem>
{
    private static readonly DiagnosticDescriptor Rule = new(
        "GRAIN001", "Not a usable grain interface", "{0}", "GrainEngine", DiagnosticSeverity.Error, isEnabledByDefault: true);

    private readonly string _message;
    private readonly Location _location;

    public Problem(ISymbol symbol, string message)
    {
        _message = message;
        _location = symbol.Locations.FirstOrDefault() ?? Location.None;
    }

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, _location, _message);

    public bool Equals(Problem? other) => other is not null && _message == other._message && _location.Equals(other._location);

    public override bool Equals(object? obj) => Equals(obj as Problem);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_message);
}
