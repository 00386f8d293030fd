namespace TradingBot.Engine.Calls;

/// <summary>What the engine knows of a grain interface's method; one object a method, made by generated code.</summary>
/// <param name="name"><c>Interface.Method</c>, for messages and metrics.</param>
/// <param name="options">How its calls run.</param>
/// <param name="timeout">How long callers wait; null for the engine's default.</param>
public sealed class GrainMethod(string name, GrainMethodOptions options = GrainMethodOptions.None, string? timeout = null)
{
    /// <summary><c>Interface.Method</c>.</summary>
    public string Name { get; } = name;

    internal GrainMethodOptions Options { get; } = options;

    internal TimeSpan? Timeout { get; } = timeout is null ? null : TimeSpan.Parse(timeout);

    internal bool Is(GrainMethodOptions option) => (Options & option) != GrainMethodOptions.None;
}
