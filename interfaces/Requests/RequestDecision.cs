namespace TradingBot.Requests;

/// <summary>What is to become of a request with an idempotency key.</summary>
[GenerateSerializer, Alias("request-decision-kind")]
public enum RequestDecisionKind
{
    /// <summary>It is new: it is to be carried out.</summary>
    Go,

    /// <summary>It was carried out: its answer is to be given again.</summary>
    Replay,

    /// <summary>Another request had this key.</summary>
    Another,

    /// <summary>It is being carried out.</summary>
    Running,
}

/// <summary>What is to become of a request.</summary>
/// <param name="Kind">Which of the four.</param>
/// <param name="Answer">The answer to give again.</param>
[GenerateSerializer, Immutable, Alias("request-decision")]
public sealed record RequestDecision([property: Id(0)] RequestDecisionKind Kind, [property: Id(1)] KeptAnswer? Answer = null);

/// <summary>The answer of a request that was carried out.</summary>
/// <param name="Status">HTTP status, 200 to 299.</param>
/// <param name="ContentType">Of the body; null without one.</param>
/// <param name="Location">Address of what was made; null without one.</param>
/// <param name="Body">UTF-8 text; null where it had a secret in it, which is told once.</param>
[GenerateSerializer, Immutable, Alias("kept-answer")]
public sealed record KeptAnswer(
    [property: Id(0)] int Status,
    [property: Id(1)] string? ContentType,
    [property: Id(2)] string? Location,
    [property: Id(3)] string? Body);
