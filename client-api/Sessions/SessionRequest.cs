namespace TradingBot.ClientApi.Sessions;

/// <summary>What somebody signs in with on the web page: a token, or user id and code.</summary>
/// <param name="Token">An access token.</param>
/// <param name="User">User id.</param>
/// <param name="Code">The code that was sent to the user's chat.</param>
public sealed record SessionRequest(string? Token = null, string? User = null, string? Code = null);

/// <summary>Whose chat a code is to be sent to.</summary>
/// <param name="User">User id.</param>
public sealed record SignInCodeRequest(string? User = null);

/// <summary>Who has signed in.</summary>
/// <param name="User">User id.</param>
/// <param name="ExpiresAt">When the session ends.</param>
public sealed record SessionResponse(string User, DateTimeOffset ExpiresAt);
