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
    /// <param name="text">What is written.</param>
    /// <param name="answer">A part of the answer, where news may come before it.</param>
    public Task<ServerMessage> AskAsync(string text, string answer = "") => NextAsync(() => server.Say(chat, text, sender), answer);

    /// <summary>Presses a button of the last message that has one of this label, and waits.</summary>
    /// <param name="label">A part of the button's label.</param>
    /// <param name="answer">A part of the answer, where news may come before it.</param>
    public Task<ServerMessage> PressAsync(string label, string answer = "") => PressAsync(server.MessagesOf(chat).Last(m => m.HasButton(label)), label, answer);

    /// <summary>Presses a button of a message, and waits.</summary>
    public Task<ServerMessage> PressAsync(ServerMessage message, string label, string answer = "") =>
        NextAsync(() => server.Press(chat, message.Id, message.Button(label).Data!, sender), answer);

    /// <summary>Does something, and waits for the next thing that the bot puts into the chat.</summary>
    public async Task<ServerMessage> NextAsync(Action act, string answer = "")
    {
        var before = server.MessagesOf(chat).Count;
        act();
        var news = await Poll.UntilAsync(() => server.MessagesOf(chat).Skip(before), all => all.Any(IsAnswer), goal: $"an answer like '{answer}'");
        return news.First(IsAnswer);

        bool IsAnswer(ServerMessage message) => message.Text.Contains(answer, StringComparison.Ordinal);
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
