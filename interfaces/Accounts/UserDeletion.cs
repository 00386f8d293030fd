using System.Collections.Immutable;

namespace TradingBot.Accounts;

/// <summary>What has become of a wish to delete a user.</summary>
/// <param name="IsDone">True when the user is gone.</param>
/// <param name="Open">What must be closed first: traders with a position or an order.</param>
[GenerateSerializer, Immutable, Alias("user-deletion")]
public sealed record UserDeletion([property: Id(0)] bool IsDone, [property: Id(1)] ImmutableArray<ValidationError> Open);
