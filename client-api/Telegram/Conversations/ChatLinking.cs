using Orleans;
using TradingBot.Accounts;
using TradingBot.Chats;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.Notifications;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Conversations;

/// <summary>Links chats to users by codes, and unlinks them.</summary>
internal sealed class ChatLinking(IClusterClient grains, OneTimeCodes codes, TelegramOptions options)
{
    /// <summary>The purpose of codes that link a chat.</summary>
    public const string Purpose = "telegram";

    /// <summary>How long a code is good for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <summary>What a code for the user's own chat opens, and one for a group.</summary>
    public const string Private = "private", Group = "group";

    /// <summary>A deep link that links the chat from which it is used.</summary>
    public async Task<(string Code, string? Url)> OfferAsync(string userId, bool forGroup)
    {
        var code = await codes.IssueAsync(userId, Purpose, Life, forGroup ? Group : Private);
        var bot = await grains.GetGrain<ITelegramLeaseGrain>(options.BotId).GetBotNameAsync();
        return (code, bot.Length == 0 ? null : $"https://t.me/{bot}?{(forGroup ? "startgroup" : "start")}={code}");
    }

    /// <summary>Redeems a code in a chat.</summary>
    /// <param name="update">The message that holds it.</param>
    /// <param name="code">The code.</param>
    /// <param name="link">To whom the chat belongs already; null for nobody.</param>
    public async Task<Reply> RedeemAsync(ChatUpdate update, string code, ChatLink? link)
    {
        // The same message again, after a crash in its middle: the code is used up, and the chat is linked.
        if (link is not null && code.StartsWith(link.UserId + "_", StringComparison.Ordinal))
            return Welcome(link.UserId);
        if (await codes.FindAsync(code, Purpose) is not { } found)
            return Reply.Wrong("This code is not valid any more. Make a new link on the web page or over the API (POST /api/v1/me/telegram), it is good for 15 minutes.");
        if (found.Data == Private != update.IsPrivate)
            return Reply.Wrong(found.Data == Private ? "This code is for your private chat with me, not for a group." : "This code is for a group: add me to it with the link.");
        if (await codes.RedeemAsync(code, Purpose) is null)
            return Reply.Wrong("This code has just been used.");
        await grains.GetGrain<IChatGrain>(IChatGrain.KeyOf(update.ChatId)).LinkAsync(new(found.UserId, update.IsPrivate, [update.SenderId]));
        if (!update.IsPrivate)
            return new($"This group may now be used for {Code(found.UserId)}'s trading, by you alone. Reply /allow to somebody's message to let them command, too.");
        if (await grains.GetGrain<INotificationGrain>(found.UserId).LinkAsync(update.ChatId) is { } before)
            await grains.GetGrain<IChatGrain>(IChatGrain.KeyOf(before)).UnlinkAsync();
        if (link is not null)
            await grains.GetGrain<INotificationGrain>(link.UserId).UnlinkAsync(update.ChatId);
        return Welcome(found.UserId);
    }

    /// <summary>Unlinks a chat.</summary>
    public async Task UnlinkAsync(ChatLink link, long chatId)
    {
        if (link.IsPrivate)
            await grains.GetGrain<INotificationGrain>(link.UserId).UnlinkAsync(chatId);
        await grains.GetGrain<IChatGrain>(IChatGrain.KeyOf(chatId)).UnlinkAsync();
    }

    private static Reply Welcome(string userId) => new(
        $"{Bold("Welcome.")} This chat is linked to {Code(userId)}.\n"
        + "Trading begins on paper, with play money:\n"
        + "1. /add BTCUSDT – choose what to trade\n2. /settings – how\n3. /backtest – how that would have done\n4. /start_bot – begin\n"
        + "/help shows all commands, /keys hands over exchange keys for real trading.") { LinkedTo = userId };
}
