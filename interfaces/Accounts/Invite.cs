namespace TradingBot.Accounts;

/// <summary>An invitation without its code. It makes one user.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Hash">SHA-256 of the code's text, 64 small hexadecimal digits.</param>
/// <param name="Role">What the new user may do.</param>
/// <param name="CreatedBy">Id of the administrator.</param>
/// <param name="CreatedAt">Milliseconds UTC.</param>
/// <param name="ExpiresAt">Until when it can be used, milliseconds UTC.</param>
/// <param name="UsedBy">Id of the user that it has made; null while it can be used.</param>
[GenerateSerializer, Immutable, Alias("invite")]
public sealed record Invite(
    [property: Id(0)] string Id,
    [property: Id(1)] string Hash,
    [property: Id(2)] UserRole Role,
    [property: Id(3)] string CreatedBy,
    [property: Id(4)] long CreatedAt,
    [property: Id(5)] long ExpiresAt,
    [property: Id(6)] string? UsedBy = null);
