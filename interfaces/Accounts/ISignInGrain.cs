namespace TradingBot.Accounts;

/// <summary>
/// Codes by which a user signs in to the web page. Key: the user id. A code is told in the user's linked chat, works once, for
/// <see cref="Lifetime"/>, and is given up after some wrong guesses. Kept in memory: after a restart the user asks for another one.
/// </summary>
[Alias("sign-in")]
public interface ISignInGrain : IGrainWithStringKey
{
    /// <summary>How long a code works.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Digits of a code.</summary>
    const int Digits = 8;

    /// <summary>
    /// Sends a code to the user's chat, in place of an earlier one; at most one in half a minute. Tells nobody whether there is such a user or
    /// chat.
    /// </summary>
    [Alias("send-code")]
    Task SendCodeAsync();

    /// <summary>Whether it is the code that was sent; then it works no more.</summary>
    [Alias("redeem")]
    Task<bool> RedeemAsync(string code);
}
