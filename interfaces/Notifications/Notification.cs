using System.Collections.Immutable;

namespace TradingBot.Notifications;

/// <summary>
/// Something to tell a user. <paramref name="Source"/> and <paramref name="Number"/> are its identity: told again it changes nothing,
/// and neither does one whose number is not above the last of its source.
/// </summary>
/// <param name="Source">Who tells: a trader's symbol, <c>billing</c>, <c>broadcast</c>; 1 to 60 characters.</param>
/// <param name="Number">Rising within the source and user.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Time">When it happened, milliseconds UTC.</param>
/// <param name="Title">In one sentence, plain text, 1 to 1,000 characters.</param>
/// <param name="Facts">Name and value of what there is to know more, plain text.</param>
/// <param name="ExpiresAt">From then on nobody needs to be told, milliseconds UTC; 0 for never.</param>
[GenerateSerializer, Immutable, Alias("notification")]
public sealed record Notification(
    [property: Id(0)] string Source,
    [property: Id(1)] long Number,
    [property: Id(2)] NotificationKind Kind,
    [property: Id(3)] long Time,
    [property: Id(4)] string Title,
    [property: Id(5)] ImmutableArray<KeyValuePair<string, string>> Facts,
    [property: Id(6)] long ExpiresAt = 0)
{
    /// <summary>The longest <see cref="Title"/>.</summary>
    public const int LongestTitle = 1_000;
}
