using System.Buffers.Text;
using System.Security.Cryptography;
using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Access;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Telegram.Conversations;

/// <summary>
/// Codes that open one thing once: the user's id, an underscore, 128 random bits. They fit into a deep link of Telegram, whose 64
/// characters may be letters, digits, underscores and hyphens.
/// </summary>
internal sealed class OneTimeCodes(IClusterClient grains, TimeProvider time)
{
    private const int Bytes = 16;

    /// <summary>A new code in place of the user's last one of this purpose.</summary>
    public async Task<string> IssueAsync(string userId, string purpose, TimeSpan life, string data)
    {
        var code = $"{userId}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes))}";
        await Grain(userId, purpose).IssueAsync(AccessTokens.HashOf(code), (time.GetUtcNow() + life).ToUnixTimeMilliseconds(), data);
        return code;
    }

    /// <summary>Whose code it is, and what it opens; null when it opens nothing.</summary>
    public Task<(string UserId, string Data)?> FindAsync(string code, string purpose) => OpenAsync(code, purpose, static (g, h) => g.FindAsync(h));

    /// <summary>The same, and it opens nothing any more.</summary>
    public Task<(string UserId, string Data)?> RedeemAsync(string code, string purpose) => OpenAsync(code, purpose, static (g, h) => g.RedeemAsync(h));

    private async Task<(string UserId, string Data)?> OpenAsync(string code, string purpose, Func<IOneTimeCodeGrain, string, Task<string?>> open)
    {
        var end = code.IndexOf('_', StringComparison.Ordinal);
        if (code.Length > 64 || end <= 0 || !TraderKey.IsUserId(code[..end]) || await grains.GetGrain<IUserGrain>(code[..end]).GetProfileAsync() is null)
            return null;
        return await open(Grain(code[..end], purpose), AccessTokens.HashOf(code)) is { } data ? (code[..end], data) : null;
    }

    private IOneTimeCodeGrain Grain(string userId, string purpose) => grains.GetGrain<IOneTimeCodeGrain>($"{userId}/{purpose}");
}
