using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TradingBot.Tests.Telegram.Server;

namespace TradingBot.Tests.Telegram.Service;

/// <summary>Somebody with a chat.</summary>
public sealed class Person(TelegramServer server, long chat, long? sender = null)
{
    /// <summary>The chat.</summary>
    public long Chat => chat;

    /// <summary>The client of the person's user.</summary>
    public HttpClient Api { get; init; } = null!;

    /// <summary>The last thing that the bot has put into the chat.</summary>
    public ServerMessage Last => server.MessagesOf(chat)[^1];

    /// <summary>Writes, and waits for the next thing that the bot puts into the chat.</summary>
    public Task<ServerMessage> AskAsync(string text) => NextAsync(() => server.Say(chat, text, sender));

    /// <summary>Presses a button of the last message, and waits.</summary>
    public Task<ServerMessage> PressAsync(string label) => PressAsync(Last, label);

    /// <summary>Presses a button of a message, and waits.</summary>
    public Task<ServerMessage> PressAsync(ServerMessage message, string label) =>
        NextAsync(() => server.Press(chat, message.Id, message.Button(label).Data!, sender));

    /// <summary>Does something, and waits for the next thing that the bot puts into the chat.</summary>
    public async Task<ServerMessage> NextAsync(Action act)
    {
        var before = server.MessagesOf(chat).Count;
        act();
        await server.UntilAsync(() => server.MessagesOf(chat).Count > before);
        return server.MessagesOf(chat)[before];
    }

    /// <summary>Waits for a message of some kind.</summary>
    public async Task<ServerMessage> ReceiveAsync(Func<ServerMessage, bool> isIt)
    {
        await server.UntilAsync(() => server.MessagesOf(chat).Any(isIt));
        return server.MessagesOf(chat).First(isIt);
    }

    /// <summary>Links the chat.</summary>
    public async Task<ServerMessage> LinkAsync()
    {
        using var answer = await Api.PostAsJsonAsync("/api/v1/me/telegram", new { });
        answer.EnsureSuccessStatusCode();
        return await AskAsync("/start " + (await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>());
    }
}
