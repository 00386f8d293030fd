namespace TradingBot.Accounts;

/// <summary>What has become of a code.</summary>
[GenerateSerializer, Alias("invite-outcome")]
public enum InviteOutcome
{
    /// <summary>The user is made.</summary>
    Done,

    /// <summary>There is no such code, or it was used, revoked or has expired.</summary>
    NotValid,

    /// <summary>The user id is taken; the code can still be used with another one.</summary>
    IdTaken,
}
