namespace TradingBot.Chats;

/// <summary>What somebody has done in a chat: sent a message, or pressed a button. Texts that look like secrets are left out of it.</summary>
/// <param name="Id">Telegram's rising number.</param>
/// <param name="ChatId">The chat.</param>
/// <param name="IsPrivate">A chat of one person with the bot.</param>
/// <param name="SenderId">Who.</param>
/// <param name="MessageId">The message that was sent, or whose button was pressed.</param>
/// <param name="Text">The text; empty for a button.</param>
/// <param name="CallbackId">The press's id, by which it is answered; empty for a message.</param>
/// <param name="CallbackData">What the button carries.</param>
/// <param name="RepliedSenderId">Who wrote the message that this one replies to; 0 for none.</param>
/// <param name="HasSecret">The text looked like a secret and was left out.</param>
[GenerateSerializer, Immutable, Alias("chat-update")]
public sealed record ChatUpdate(
    [property: Id(0)] long Id,
    [property: Id(1)] long ChatId,
    [property: Id(2)] bool IsPrivate,
    [property: Id(3)] long SenderId,
    [property: Id(4)] long MessageId,
    [property: Id(5)] string Text = "",
    [property: Id(6)] string CallbackId = "",
    [property: Id(7)] string CallbackData = "",
    [property: Id(8)] long RepliedSenderId = 0,
    [property: Id(9)] bool HasSecret = false);
