namespace TradingBot.Accounts;

/// <summary>Who has sent a token, and what it lets do.</summary>
/// <param name="User">The user; a suspended one is told so, a deleted one is nobody.</param>
/// <param name="Scope">How much of what the user may do.</param>
[GenerateSerializer, Immutable, Alias("token-holder")]
public sealed record TokenHolder([property: Id(0)] UserProfile User, [property: Id(1)] TokenScope Scope);
