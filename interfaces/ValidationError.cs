namespace TradingBot;

/// <summary>What is wrong with one field of an input, in words that name the field and the limit.</summary>
/// <param name="Field">The field's name as the caller wrote it, <c>strategy.parameters.buyOffset</c> for example.</param>
/// <param name="Message">The limit that is broken and the value that broke it.</param>
[GenerateSerializer, Immutable, Alias("validation-error")]
public sealed record ValidationError([property: Id(0)] string Field, [property: Id(1)] string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {Message}";
}
