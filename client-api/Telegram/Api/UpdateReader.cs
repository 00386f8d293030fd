using System.Text.Json;
using TradingBot.Chats;

namespace TradingBot.ClientApi.Telegram.Api;

/// <summary>Reads Telegram's updates, as far as the bot heeds them: new messages with a text, and pressed buttons.</summary>
internal static class UpdateReader
{
    // What Telegram itself lets a message have.
    private const int LongestText = 4_096;

    /// <summary>The update's number; null when it has none.</summary>
    public static long? IdOf(JsonElement update) =>
        update.ValueKind == JsonValueKind.Object && update.TryGetProperty("update_id", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number)
            ? number
            : null;

    /// <summary>What somebody has done; null for what the bot does not heed.</summary>
    public static ChatUpdate? Read(JsonElement update)
    {
        if (IdOf(update) is not { } id)
            return null;
        if (Child(update, "callback_query") is { } press)
            return ReadPress(id, press);
        if (Child(update, "message") is not { } message || Chat(message) is not { } chat || Sender(message) is not { } sender)
            return null;
        var text = Text(message, "text") is { Length: > 0 } said ? said : Text(message, "caption");
        if (text.Length is 0 or > LongestText)
            return null;
        var secret = SecretText.IsIn(text);
        return new(
            id, chat.Id, chat.IsPrivate, sender, Number(message, "message_id") ?? 0, secret ? "" : text,
            RepliedSenderId: Child(message, "reply_to_message") is { } replied ? Sender(replied) ?? 0 : 0, HasSecret: secret);
    }

    private static ChatUpdate? ReadPress(long id, JsonElement press) =>
        Child(press, "message") is { } message && Chat(message) is { } chat && Sender(press) is { } sender
        && Text(press, "id") is { Length: > 0 and <= 100 } callback && Text(press, "data") is { Length: > 0 and <= 64 } data
            ? new(id, chat.Id, chat.IsPrivate, sender, Number(message, "message_id") ?? 0, CallbackId: callback, CallbackData: data)
            : null;

    private static (long Id, bool IsPrivate)? Chat(JsonElement message) =>
        Child(message, "chat") is { } chat && Number(chat, "id") is { } id ? (id, Text(chat, "type") == "private") : null;

    private static long? Sender(JsonElement message) => Child(message, "from") is { } from ? Number(from, "id") : null;

    private static JsonElement? Child(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var child) && child.ValueKind == JsonValueKind.Object ? child : null;

    private static long? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
