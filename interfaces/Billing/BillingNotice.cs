namespace TradingBot.Billing;

/// <summary>Something that a user is told about the subscription.</summary>
/// <param name="Number">Rising number within the user.</param>
/// <param name="Time">Milliseconds UTC.</param>
/// <param name="Text">In words, times in the user's zone.</param>
[GenerateSerializer, Immutable, Alias("billing-notice")]
public sealed record BillingNotice([property: Id(0)] long Number, [property: Id(1)] long Time, [property: Id(2)] string Text);
