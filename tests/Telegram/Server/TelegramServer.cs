using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TradingBot.Tests.Telegram.Server;

/// <summary>
/// Telegram's Bot API as far as the bot uses it, over real HTTP: updates kept until they are confirmed, one poller at a time, its limits and
/// refusals in its words, and faults to order.
/// </summary>
public sealed class TelegramServer : IAsyncDisposable
{
    public const string BotToken = "4242:AAtoken-of-the-bot_1";
    public const string BotName = "test_trading_bot";

    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _updates = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<ServerFault>> _faults = new();
    private readonly List<ServerMessage> _messages = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _poll = new();
    private long _lastUpdate = 1_000;
    private long _lastMessage = 10;

    private TelegramServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>What <c>Telegram:ApiBaseUrl</c> is set to.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Requests so far, each with its method and time.</summary>
    public ConcurrentQueue<(string Method, JsonObject Parameters, DateTimeOffset At)> Requests { get; } = new();

    /// <summary>Chats that have blocked the bot.</summary>
    public ConcurrentDictionary<long, bool> Blocked { get; } = new();

    /// <summary>Messages that the bot has deleted.</summary>
    public ConcurrentQueue<(long Chat, long Id)> Deleted { get; } = new();

    /// <summary>What the bot has said to pressed buttons.</summary>
    public ConcurrentQueue<string> Alerts { get; } = new();

    /// <summary>The webhook's address and secret, while one is set.</summary>
    public (string Url, string Secret)? Webhook { get; private set; }

    /// <summary>Whether anybody waits for updates now.</summary>
    public int Pollers { get; private set; }

    /// <summary>Updates that no poller has confirmed.</summary>
    public int Unconfirmed
    {
        get
        {
            lock (_gate)
                return _updates.Count;
        }
    }

    public static async Task<TelegramServer> StartAsync()
    {
        var server = new TelegramServer();
        await server._app.StartAsync();
        server.Address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return server;
    }

    /// <summary>Something goes wrong with the next requests of a method, one after the other.</summary>
    public void Break(string method, params ServerFault[] faults)
    {
        foreach (var fault in faults)
            _faults.GetOrAdd(method, _ => new()).Enqueue(fault);
    }

    /// <summary>Everything that the bot has put into a chat.</summary>
    public IReadOnlyList<ServerMessage> MessagesOf(long chat) => [.. Messages.Where(m => m.Chat == chat)];

    /// <summary>All that the bot has put into chats.</summary>
    public IReadOnlyList<ServerMessage> Messages
    {
        get
        {
            lock (_gate)
                return [.. _messages];
        }
    }

    /// <summary>Waits until something about the chats is so.</summary>
    public async Task UntilAsync(Func<bool> isSo, TimeSpan? within = null, [CallerArgumentExpression(nameof(isSo))] string goal = "") =>
        await Poll.UntilAsync(() => Messages, _ => isSo(), within, goal);

    /// <summary>Somebody writes.</summary>
    /// <returns>The message's id.</returns>
    public long Say(long chat, string text, long? from = null, long? repliedFrom = null)
    {
        lock (_gate)
        {
            var id = ++_lastMessage;
            var message = Message(chat, id, from ?? chat);
            message["text"] = text;
            if (repliedFrom is { } replied)
                message["reply_to_message"] = Message(chat, 1, replied);
            Add(new() { ["message"] = message });
            return id;
        }
    }

    /// <summary>Somebody presses a button.</summary>
    public void Press(long chat, long messageId, string data, long? from = null)
    {
        lock (_gate)
        {
            Add(new()
            {
                ["callback_query"] = new JsonObject
                {
                    ["id"] = $"cb{_lastUpdate}", ["from"] = new JsonObject { ["id"] = from ?? chat }, ["data"] = data, ["message"] = Message(chat, messageId, 4242),
                },
            });
        }
    }

    /// <summary>An update as it is, for what people do not do.</summary>
    public void Add(JsonObject update)
    {
        lock (_gate)
        {
            update["update_id"] ??= ++_lastUpdate;
            _updates.Add(update);
            Tell();
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static JsonObject Message(long chat, long id, long from) => new()
    {
        ["message_id"] = id, ["date"] = 1_790_000_000, ["from"] = new JsonObject { ["id"] = from, ["is_bot"] = false, ["first_name"] = "A" },
        ["chat"] = new JsonObject { ["id"] = chat, ["type"] = chat > 0 ? "private" : "supergroup" },
    };

    private void Tell()
    {
        var waiters = _news;
        _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waiters.SetResult();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path.Length != 2 || path[0] != "bot" + BotToken)
        {
            await WriteAsync(context, 401, "Unauthorized");
            return;
        }

        var method = path[1];
        var (parameters, photo) = await ReadAsync(context);
        Requests.Enqueue((method, parameters, DateTimeOffset.UtcNow));
        var fault = _faults.TryGetValue(method, out var queue) && queue.TryDequeue(out var next) ? next : (ServerFault?)null;
        switch (fault)
        {
            case ServerFault.Dropped:
                context.Abort();
                return;
            case ServerFault.TooMany:
                await WriteAsync(context, 429, "Too Many Requests: retry after 1", new JsonObject { ["retry_after"] = 1 });
                return;
            case ServerFault.Forbidden:
                await WriteAsync(context, 403, "Forbidden: bot was blocked by the user");
                return;
            case ServerFault.Conflict:
                await WriteAsync(context, 409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");
                return;
            case ServerFault.ServerError:
                await WriteAsync(context, 500, "Internal Server Error");
                return;
        }

        var (error, result) = method == "getUpdates" ? await UpdatesAsync(parameters, context.RequestAborted) : Answer(method, parameters, photo);
        if (fault == ServerFault.AnswerLost)
        {
            context.Abort();
            return;
        }

        if (fault == ServerFault.BadGatewayAfter)
        {
            context.Response.StatusCode = 502;
            await context.Response.WriteAsync("<html>Bad Gateway</html>");
            return;
        }

        if (error is not null)
            await WriteAsync(context, error.Value.Code, error.Value.Text);
        else
            await context.Response.WriteAsync(new JsonObject { ["ok"] = true, ["result"] = result }.ToJsonString());
    }

    private async Task<((int Code, string Text)? Error, JsonNode? Result)> UpdatesAsync(JsonObject parameters, CancellationToken aborted)
    {
        var (offset, limit, timeout) = (parameters["offset"]!.GetValue<long>(), parameters["limit"]!.GetValue<int>(), parameters["timeout"]!.GetValue<int>());
        using var mine = new CancellationTokenSource();
        lock (_gate)
        {
            if (Webhook is not null)
                return ((409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"), null);
            // A second poller ends the first.
            _poll.Cancel();
            _poll = mine;
            if (_updates.RemoveAll(u => u["update_id"]!.GetValue<long>() < offset) > 0)
                Tell();
            Pollers++;
        }

        try
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(mine.Token, aborted);
            over.CancelAfter(TimeSpan.FromSeconds(timeout));
            while (true)
            {
                Task news;
                lock (_gate)
                {
                    if (_updates.Count > 0)
                        return (null, new JsonArray([.. _updates.Take(limit).Select(static u => u.DeepClone())]));
                    news = _news.Task;
                }

                await news.WaitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (mine.IsCancellationRequested)
                    return ((409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"), null);
                if (over.IsCancellationRequested)
                    return (null, new JsonArray());
            }
        }
        finally
        {
            lock (_gate)
            {
                Pollers--;
                if (_poll == mine)
                    _poll = new();
            }
        }
    }

    private ((int Code, string Text)? Error, JsonNode? Result) Answer(string method, JsonObject p, byte[]? photo)
    {
        lock (_gate)
        {
            switch (method)
            {
                case "getMe":
                    return (null, new JsonObject { ["id"] = 4242, ["is_bot"] = true, ["username"] = BotName });
                case "sendMessage" or "sendPhoto" or "editMessageText":
                    return Put(method, p, photo);
                case "deleteMessage":
                    Deleted.Enqueue((p["chat_id"]!.GetValue<long>(), p["message_id"]!.GetValue<long>()));
                    break;
                case "answerCallbackQuery":
                    Alerts.Enqueue(p["text"]?.GetValue<string>() ?? "");
                    break;
                case "setMyCommands":
                    if (p["commands"]!.AsArray().Any(c => c!["command"]!.GetValue<string>() is not { Length: <= 32 } name || !name.All(x => char.IsAsciiLetterLower(x) || x == '_')))
                        return ((400, "Bad Request: BOT_COMMAND_INVALID"), null);
                    break;
                case "setWebhook":
                    Webhook = (p["url"]!.GetValue<string>(), p["secret_token"]!.GetValue<string>());
                    _poll.Cancel();
                    break;
                case "deleteWebhook":
                    Webhook = null;
                    break;
                default:
                    return ((404, "Not Found: method not found"), null);
            }

            Tell();
            return (null, true);
        }
    }

    private ((int Code, string Text)? Error, JsonNode? Result) Put(string method, JsonObject p, byte[]? photo)
    {
        var chat = long.Parse(p["chat_id"]!.ToString());
        var html = (p["text"] ?? p["caption"])!.GetValue<string>();
        if (Blocked.ContainsKey(chat))
            return ((403, "Forbidden: bot was blocked by the user"), null);
        if (html.Length > (photo is null ? 4_096 : 1_024))
            return ((400, "Bad Request: message is too long"), null);
        if (Markup.Error(html) is { } wrong)
            return ((400, wrong), null);
        var keyboard = p["reply_markup"] is JsonValue text ? JsonNode.Parse(text.GetValue<string>()) : p["reply_markup"];
        var buttons = ServerMessage.ButtonsOf(keyboard);
        if (buttons.SelectMany(static r => r).Any(static b => b.Url is null && b.Data is not { Length: >= 1 and <= 64 }))
            return ((400, "Bad Request: BUTTON_DATA_INVALID"), null);
        var isEdit = method == "editMessageText";
        var id = isEdit ? p["message_id"]!.GetValue<long>() : ++_lastMessage;
        if (isEdit && _messages.FindLast(m => m.Chat == chat && m.Id == id) is { } before && before.Html == html && before.Buttons.SelectMany(static r => r).SequenceEqual(buttons.SelectMany(static r => r)))
            return ((400, "Bad Request: message is not modified"), null);
        _messages.Add(new(chat, id, html, buttons, isEdit, p["disable_notification"]?.ToString() == "true", photo));
        Tell();
        return (null, new JsonObject { ["message_id"] = id });
    }

    private static async Task<(JsonObject Parameters, byte[]? Photo)> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
            return ((await JsonNode.ParseAsync(context.Request.Body))!.AsObject(), null);
        var form = await context.Request.ReadFormAsync();
        using var file = new MemoryStream();
        await form.Files.Single().CopyToAsync(file);
        return (new(form.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value.ToString()))), file.ToArray());
    }

    private static Task WriteAsync(HttpContext context, int code, string description, JsonObject? parameters = null)
    {
        context.Response.StatusCode = code;
        var answer = new JsonObject { ["ok"] = false, ["error_code"] = code, ["description"] = description };
        if (parameters is not null)
            answer["parameters"] = parameters;
        return context.Response.WriteAsync(answer.ToJsonString());
    }
}
