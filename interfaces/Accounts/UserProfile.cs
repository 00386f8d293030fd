namespace TradingBot.Accounts;

/// <summary>A user of the service. Names and addresses of people are no part of it.</summary>
/// <param name="Id">The user id, see <see cref="Trading.TraderKey.IsUserId"/>.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="CreatedAt">When the user was made, milliseconds UTC.</param>
/// <param name="Standing">Whether the user may use the service.</param>
[GenerateSerializer, Immutable, Alias("user-profile")]
public sealed record UserProfile(
    [property: Id(0)] string Id,
    [property: Id(1)] UserRole Role,
    [property: Id(2)] long CreatedAt,
    [property: Id(3)] UserStanding Standing = UserStanding.Active);
