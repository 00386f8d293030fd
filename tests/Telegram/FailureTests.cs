using System.Text.Json.Nodes;
using TradingBot.Notifications;
using TradingBot.Tests.Telegram.Server;
using TradingBot.Tests.Telegram.Service;

namespace TradingBot.Tests.Telegram;

/// <summary>Telegram at its worst: nothing is lost, nothing is done twice.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private BotService _service = null!;
    private Person _alice = null!;

    private TelegramServer Telegram => _service.Telegram;

    public async ValueTask InitializeAsync()
    {
        _service = await BotService.StartAsync();
        _alice = await _service.NewPersonAsync("alice");
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData(ServerFault.TooMany)]
    [InlineData(ServerFault.ServerError)]
    [InlineData(ServerFault.Dropped)]
    public async Task An_answer_that_Telegram_did_not_take_is_sent_again(ServerFault fault)
    {
        Telegram.Break("sendMessage", fault, fault);
        (await _alice.AskAsync("/version")).Text.ShouldStartWith("Version");
        (await _alice.AskAsync("/start")).Text.ShouldContain("alice");
        Telegram.MessagesOf(_alice.Chat).Count(static m => m.Text.StartsWith("Version", StringComparison.Ordinal)).ShouldBe(1);
        var tries = Telegram.Requests.Where(static r => r.Method == "sendMessage" && r.Parameters["text"]!.GetValue<string>().StartsWith("Version", StringComparison.Ordinal)).ToList();
        tries.Count.ShouldBe(3);
        if (fault == ServerFault.TooMany)
            (tries[1].At - tries[0].At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(0.95), "retry_after was 1 s");
    }

    [Theory]
    [InlineData(ServerFault.AnswerLost)]
    [InlineData(ServerFault.BadGatewayAfter)]
    public async Task A_notification_whose_answer_was_lost_is_told_again_under_the_same_number(ServerFault fault)
    {
        Telegram.Break("sendMessage", fault);
        await TellAsync(1);
        await Telegram.UntilAsync(() => Told().Count == 2);
        Told()[0].Text.ShouldBe(Told()[1].Text);
        Told()[0].Text.ShouldContain("№ 1");
        await TellAsync(2);
        await Telegram.UntilAsync(() => Told().Count == 3);
        Told()[2].Text.ShouldContain("№ 2");
    }

    [Theory]
    [InlineData(ServerFault.ServerError)]
    [InlineData(ServerFault.AnswerLost)]
    [InlineData(ServerFault.Conflict)]
    [InlineData(ServerFault.TooMany)]
    public async Task No_update_is_lost_or_done_twice_when_polling_fails(ServerFault fault)
    {
        for (var i = 0; i < 5; i++)
        {
            Telegram.Break("getUpdates", fault);
            Telegram.Say(_alice.Chat, $"/help nothing{i}");
        }

        await Telegram.UntilAsync(() => Answers("nothing").Count == 5);
        await _alice.AskAsync("/version");
        Answers("nothing").Select(static (m, i) => m.Contains($"/nothing{i}.", StringComparison.Ordinal)).ShouldAllBe(static inOrder => inOrder);
        Answers("nothing").Count.ShouldBe(5);
    }

    [Fact]
    public async Task The_same_update_again_changes_nothing()
    {
        var update = new JsonObject
        {
            ["update_id"] = 50_000,
            ["message"] = new JsonObject
            {
                ["message_id"] = 1, ["from"] = new JsonObject { ["id"] = _alice.Chat }, ["chat"] = new JsonObject { ["id"] = _alice.Chat, ["type"] = "private" }, ["text"] = "/help nothing",
            },
        };
        for (var i = 0; i < 3; i++)
            Telegram.Add(update.DeepClone().AsObject());
        Telegram.Add(new() { ["update_id"] = 50_001, ["edited_message"] = new JsonObject() });
        Telegram.Add(new() { ["update_id"] = 50_002, ["message"] = "nonsense" });
        await _alice.NextAsync(() => Telegram.Add(With(update, 50_003, "/version")));
        Answers("nothing").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_has_blocked_the_bot_is_told_when_they_write_again()
    {
        Telegram.Blocked[_alice.Chat] = true;
        await TellAsync(1);
        await Poll.UntilAsync(() => Notifications.GetAsync(), static n => n.IsUnreachable);
        var tries = Telegram.Requests.Count;
        await TellAsync(2);
        (await Notifications.GetAsync()).Waiting.ShouldBe(2);
        Telegram.Requests.Skip(tries).ShouldNotContain(static r => r.Method == "sendMessage");

        Telegram.Blocked.Clear();
        await _alice.AskAsync("/version");
        await Telegram.UntilAsync(() => Told().Count == 1);
        Told()[0].Text.ShouldContain("№ 1–2");
        (await Notifications.GetAsync()).IsUnreachable.ShouldBeFalse();
    }

    [Fact]
    public async Task Many_that_wait_are_told_together()
    {
        Telegram.Break("sendMessage", ServerFault.TooMany);
        await Notifications.EnqueueAsync([One(1)]);
        await Notifications.EnqueueAsync([.. Enumerable.Range(2, 29).Select(static n => One(n))]);
        await Telegram.UntilAsync(() => Told().Any(static m => m.Text.Contains("30", StringComparison.Ordinal)));
        Told().Count.ShouldBeLessThanOrEqualTo(4);
        Told().Select(static m => m.Text.Length).ShouldAllBe(static l => l <= 4_096);
    }

    [Fact]
    public async Task A_slow_command_holds_up_nobody_else()
    {
        var bruno = await _service.NewPersonAsync("bruno");
        Telegram.Break("sendMessage", ServerFault.TooMany, ServerFault.TooMany);
        Telegram.Say(_alice.Chat, "/help nothing");
        (await bruno.AskAsync("/version")).Text.ShouldStartWith("Version");
        (await bruno.AskAsync("/start")).Text.ShouldContain("bruno");
        await Telegram.UntilAsync(() => Answers("nothing").Count == 1);
    }

    [Fact]
    public async Task A_message_longer_than_Telegram_takes_comes_in_parts()
    {
        await _alice.AskAsync("/add BTCUSDT");
        await Notifications.EnqueueAsync([.. Enumerable.Range(1, 20).Select(n => One(n) with { Title = $"{n} " + new string('&', 900) })]);
        await Telegram.UntilAsync(() => string.Concat(Told().Select(static m => m.Text)).Contains("№ 1–20", StringComparison.Ordinal));
        Told().Count.ShouldBeGreaterThan(4);
        string.Concat(Told().Select(static m => m.Text)).Count(static c => c == '&').ShouldBe(20 * 900);
    }

    private INotificationGrain Notifications => _service.Api.Services.GetGrain<INotificationGrain>("alice");

    private Task<bool> TellAsync(long number) => Notifications.EnqueueAsync([One(number)]);

    private static Notification One(long number) => new("test", number, NotificationKind.Broadcast, 0, $"news {number}", []);

    private List<ServerMessage> Told() => [.. Telegram.MessagesOf(_alice.Chat).Where(static m => m.Text.Contains("📣", StringComparison.Ordinal) || m.Text.Contains('№', StringComparison.Ordinal) || m.Text.Contains('&', StringComparison.Ordinal))];

    private List<string> Answers(string part) => [.. Telegram.MessagesOf(_alice.Chat).Select(static m => m.Text).Where(t => t.Contains(part, StringComparison.Ordinal))];

    private static JsonObject With(JsonObject update, long id, string text)
    {
        var other = update.DeepClone().AsObject();
        (other["update_id"], other["message"]!["text"]) = (id, text);
        return other;
    }
}
