using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using TradingBot.Accounts;

namespace TradingBot.ClientApi.Access;

/// <summary>Makes access tokens and their hashes; a token's text is never stored.</summary>
public static class AccessTokens
{
    private const string Prefix = "tb_";
    private const string InvitePrefix = "tbi_";
    private const int Bytes = 32;
    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(Bytes);

    /// <summary>A new token, 256 random bits: <c>tb_</c> and 43 letters, digits, hyphens and underscores.</summary>
    public static string Create() => Prefix + Random();

    /// <summary>A new invitation's code, as random as a token.</summary>
    public static string CreateInvite() => InvitePrefix + Random();

    /// <summary>What is stored of a token.</summary>
    public static TokenInfo Describe(string token, string name, TokenScope scope, DateTimeOffset now, long? expiresAt = null)
    {
        var hash = HashOf(token);
        return new(hash[..12], name, hash, now.ToUnixTimeMilliseconds(), scope, expiresAt);
    }

    /// <summary>True for what has the form of a token.</summary>
    public static bool IsToken([NotNullWhen(true)] string? text) =>
        text is not null && text.Length == Length && text.StartsWith(Prefix, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(Prefix.Length));

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>SHA-256 in small hexadecimal digits. The tokens are random, so that nothing slower is needed.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
