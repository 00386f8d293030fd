using System.Text.RegularExpressions;

namespace TradingBot.Silo.Logging;

/// <summary>Takes out of a text what looks like a secret of this service, and the secrets that the settings have.</summary>
/// <param name="known">Secrets of the settings; empty ones are ignored.</param>
internal sealed partial class SecretRedactor(IEnumerable<string?> known)
{
    public const string Mask = "[redacted]";

    // Shorter ones would be found in what is none.
    private const int Shortest = 8;

    private readonly string[] _known = [.. known.OfType<string>().Where(static s => s.Length >= Shortest).Distinct(StringComparer.Ordinal)];

    /// <summary>The text without secrets; the very same when there is none in it.</summary>
    public string Redact(string text)
    {
        foreach (var secret in _known)
        {
            if (text.Contains(secret, StringComparison.Ordinal))
                text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return Forms().IsMatch(text) ? Forms().Replace(text, m => m.Groups["kept"].Value + Mask) : text;
    }

    // Tokens and invitations; bot tokens of Telegram; what a header, a query or JSON calls a secret; private keys.
    [GeneratedRegex(
        """
        tbi?_[A-Za-z0-9_-]{43}
        |\b\d{8,10}:[A-Za-z0-9_-]{35}\b
        |(?<kept>\b(?:Bearer|Basic)\s+)[A-Za-z0-9+/=_.~-]{8,}
        |(?<kept>\b(?:signature|apiKey|api_key|secret|password|X-MBX-APIKEY)["']?\s*[=:]\s*["']?)[^\s"'&;,}]{4,}
        |-----BEGIN\ [A-Z ]*PRIVATE\ KEY-----[\s\S]*?(?:-----END\ [A-Z ]*PRIVATE\ KEY-----|$)
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Forms();
}
