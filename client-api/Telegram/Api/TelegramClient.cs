using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TradingBot.Chats;
using TradingBot.ClientApi.Telegram.Presentation;

namespace TradingBot.ClientApi.Telegram.Api;

/// <summary>The methods of the Bot API that the bot uses.</summary>
internal sealed class TelegramClient(TelegramConnection connection, TelegramOptions options)
{
    // Time for the way there and back.
    private static readonly TimeSpan PollMargin = TimeSpan.FromSeconds(10);
    private static readonly string[] Wanted = ["message", "callback_query"];

    private readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(options.TimeoutMs);

    /// <summary>The bot's user name.</summary>
    public async Task<(string? Name, TelegramFailure? Failure)> GetMeAsync(CancellationToken cancellationToken)
    {
        var answer = await CallAsync("getMe", [], cancellationToken);
        return answer.Failure is { } failure ? (null, failure)
            : answer.Result.TryGetProperty("username", out var name) ? (name.GetString(), null)
            : (null, new(TelegramFailureKind.Unknown, "getMe: no user name"));
    }

    /// <summary>Updates from a number on, and the number from which the next ones are; tells Telegram that those before have arrived.</summary>
    public async Task<(ImmutableArray<ChatUpdate> Updates, long Next, TelegramFailure? Failure)> GetUpdatesAsync(long offset, CancellationToken cancellationToken)
    {
        var parameters = new JsonObject
        {
            ["offset"] = offset, ["limit"] = 100, ["timeout"] = options.PollSeconds, ["allowed_updates"] = new JsonArray([.. Wanted.Select(static w => (JsonNode)w)]),
        };
        var answer = await connection.CallAsync("getUpdates", parameters, TimeSpan.FromSeconds(options.PollSeconds) + PollMargin, cancellationToken);
        if (answer.Failure is { } failure)
            return ([], offset, failure);
        var updates = ImmutableArray.CreateBuilder<ChatUpdate>();
        var next = offset;
        foreach (var one in answer.Result.EnumerateArray())
        {
            if (UpdateReader.IdOf(one) is not { } id)
                continue;
            next = Math.Max(next, id + 1);
            if (UpdateReader.Read(one) is { } update)
                updates.Add(update);
        }

        return (updates.ToImmutable(), next, null);
    }

    /// <summary>Updates are asked for from now on.</summary>
    public async Task<TelegramFailure?> DeleteWebhookAsync(CancellationToken cancellationToken) =>
        (await CallAsync("deleteWebhook", new() { ["drop_pending_updates"] = false }, cancellationToken)).Failure;

    /// <summary>Updates are sent from now on, one at a time: with more at a time a chat's might change places.</summary>
    public async Task<TelegramFailure?> SetWebhookAsync(string url, string secret, CancellationToken cancellationToken) =>
        (await CallAsync(
            "setWebhook",
            new() { ["url"] = url, ["secret_token"] = secret, ["max_connections"] = 1, ["allowed_updates"] = new JsonArray([.. Wanted.Select(static w => (JsonNode)w)]) },
            cancellationToken)).Failure;

    /// <summary>The commands that Telegram offers to people, for everybody or for one chat.</summary>
    public async Task<TelegramFailure?> SetMyCommandsAsync(IEnumerable<(string Name, string Summary)> commands, long? chatId, CancellationToken cancellationToken)
    {
        var parameters = new JsonObject
        {
            ["commands"] = new JsonArray([.. commands.Select(static c => (JsonNode)new JsonObject { ["command"] = c.Name, ["description"] = c.Summary })]),
        };
        if (chatId is { } chat)
            parameters["scope"] = new JsonObject { ["type"] = "chat", ["chat_id"] = chat };
        return (await CallAsync("setMyCommands", parameters, cancellationToken)).Failure;
    }

    /// <summary>A chat is offered what everybody is.</summary>
    public async Task<TelegramFailure?> DeleteMyCommandsAsync(long chatId, CancellationToken cancellationToken) =>
        (await CallAsync("deleteMyCommands", new() { ["scope"] = new JsonObject { ["type"] = "chat", ["chat_id"] = chatId } }, cancellationToken)).Failure;

    /// <summary>Sends a message, with a picture if it has one.</summary>
    public async Task<TelegramFailure?> SendAsync(long chatId, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var parameters = Message(chatId, message);
        if (message.IsSilent)
            parameters["disable_notification"] = true;
        if (message.Photo is null)
            return (await CallAsync("sendMessage", parameters, cancellationToken)).Failure;
        parameters.Remove("link_preview_options");
        parameters.Remove("text");
        parameters["caption"] = message.Html;
        return (await connection.CallAsync("sendPhoto", parameters, _timeout * 3, cancellationToken, message.Photo)).Failure;
    }

    /// <summary>Puts another text and other buttons into a message.</summary>
    public async Task<TelegramFailure?> EditAsync(long chatId, long messageId, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var parameters = Message(chatId, message);
        parameters["message_id"] = messageId;
        var failure = (await CallAsync("editMessageText", parameters, cancellationToken)).Failure;

        // A repetition finds it done.
        return failure is { Kind: TelegramFailureKind.Rejected } && failure.Description.Contains("not modified", StringComparison.Ordinal) ? null : failure;
    }

    /// <summary>Ends the waiting of who has pressed a button.</summary>
    public async Task<TelegramFailure?> AnswerPressAsync(string callbackId, string text, CancellationToken cancellationToken)
    {
        var parameters = new JsonObject { ["callback_query_id"] = callbackId };
        if (text.Length > 0)
            (parameters["text"], parameters["show_alert"]) = (text, true);
        return (await CallAsync("answerCallbackQuery", parameters, cancellationToken)).Failure;
    }

    /// <summary>Deletes a message.</summary>
    public async Task<TelegramFailure?> DeleteAsync(long chatId, long messageId, CancellationToken cancellationToken) =>
        (await CallAsync("deleteMessage", new() { ["chat_id"] = chatId, ["message_id"] = messageId }, cancellationToken)).Failure;

    private Task<TelegramAnswer> CallAsync(string method, JsonObject parameters, CancellationToken cancellationToken) =>
        connection.CallAsync(method, parameters, _timeout, cancellationToken);

    private static JsonObject Message(long chatId, OutgoingMessage message)
    {
        var parameters = new JsonObject
        {
            ["chat_id"] = chatId, ["text"] = message.Html, ["parse_mode"] = "HTML", ["link_preview_options"] = new JsonObject { ["is_disabled"] = true },
        };
        if (!message.Buttons.IsEmpty)
        {
            parameters["reply_markup"] = new JsonObject
            {
                ["inline_keyboard"] = new JsonArray([.. message.Buttons.Select(static row => (JsonNode)new JsonArray([.. row.Select(static b => (JsonNode)Button(b))]))]),
            };
        }

        return parameters;
    }

    private static JsonObject Button(MessageButton button) => new()
    {
        ["text"] = button.Label,
        [button.Url is null ? "callback_data" : "url"] = button.Url ?? button.Token,
    };
}
