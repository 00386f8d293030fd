using System.Text.RegularExpressions;

namespace TradingBot.ClientApi.Telegram.Api;

/// <summary>Knows texts that nobody should have sent into a chat: exchange keys, private keys, tokens of this service.</summary>
internal static partial class SecretText
{
    /// <summary>Whether there is one in a text. Errs on the safe side: 40 and more letters and digits in a row are no words.</summary>
    public static bool IsIn(string text) => !LinkCode().IsMatch(text) && Secret().IsMatch(text);

    [GeneratedRegex(
        @"-----BEGIN|\btb_[A-Za-z0-9_-]{43}\b|(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{40,}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Secret();

    // What deep links send.
    [GeneratedRegex(@"^/start(@\w+)?\s+[a-z0-9-]{1,40}_[A-Za-z0-9_-]{22}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex LinkCode();
}
