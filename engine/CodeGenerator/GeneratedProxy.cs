using System;

namespace TradingBot.Engine.CodeGenerator;

/// <summary>The outcome for one grain interface. Compared by value, so that an edit elsewhere generates nothing anew.</summary>
internal sealed class GeneratedProxy : IEquatable<GeneratedProxy>
{
    public string FileName { get; private set; } = "";

    public string Source { get; private set; } = "";

    public Problem? Problem { get; private set; }

    public static GeneratedProxy Of(string fileName, string source) => new() { FileName = fileName, Source = source };

    public static GeneratedProxy Refused(Problem problem) => new() { Problem = problem };

    public bool Equals(GeneratedProxy? other) =>
        other is not null && FileName == other.FileName && Source == other.Source && Equals(Problem, other.Problem);

    public override bool Equals(object? obj) => Equals(obj as GeneratedProxy);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Source);
}
