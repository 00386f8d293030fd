using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TradingBot.ClientApi.Telegram.Conversations;

namespace TradingBot.ClientApi.Telegram.Pages;

/// <summary>Pages for what belongs in no chat: exchange keys, and who pays. Each address is good once, for minutes.</summary>
internal sealed class OneTimePages(OneTimeCodes codes, TelegramOptions options, IServer server)
{
    /// <summary>The first part of their addresses.</summary>
    public const string Path = "/once";

    /// <summary>What a page is for.</summary>
    public const string Keys = "keys", Customer = "customer";

    /// <summary>How long an address is good for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>The address of a new page, in place of the user's last one of its purpose.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="data">What the page is about: the venue of keys.</param>
    public async Task<string> OfferAsync(string userId, string purpose, string data) =>
        $"{Address}{Path}/{purpose}/{await codes.IssueAsync(userId, purpose, Life, data)}";

    // On a laptop nobody sets an address: the service's own one leads there.
    private string Address =>
        options.PublicUrl.Length > 0 ? options.PublicUrl.TrimEnd('/') : server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/') ?? "";
}
