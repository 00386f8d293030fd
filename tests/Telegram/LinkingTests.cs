using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TradingBot.Tests.Telegram.Server;
using TradingBot.Tests.Telegram.Service;

namespace TradingBot.Tests.Telegram;

/// <summary>Who may use the bot, and where.</summary>
public sealed class LinkingTests : IAsyncLifetime
{
    private BotService _service = null!;

    public async ValueTask InitializeAsync() => _service = await BotService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_code_links_a_private_chat_once()
    {
        var alice = new Person(_service.Telegram, 7) { Api = await _service.Api.NewUserAsync("alice") };
        using var answer = await alice.Api.PostAsJsonAsync("/api/v1/me/telegram", new { });
        var offer = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        var code = offer["code"]!.GetValue<string>();
        code.Length.ShouldBeLessThanOrEqualTo(64);
        await _service.Telegram.UntilAsync(() => _service.Telegram.Pollers > 0);

        (await alice.AskAsync("/start " + code)).Text.ShouldContain("linked to alice");
        (await alice.Api.GetFromJsonAsync<JsonObject>("/api/v1/me/telegram"))!["linked"]!.GetValue<bool>().ShouldBeTrue();
        (await new Person(_service.Telegram, 8).AskAsync("/start " + code)).Text.ShouldContain("not valid any more");
        (await alice.AskAsync("/start " + code)).Text.ShouldContain("Welcome", customMessage: "the same message again");

        using var again = await alice.Api.PostAsJsonAsync("/api/v1/me/telegram", new { });
        (await again.Content.ReadFromJsonAsync<JsonObject>())!["url"]!.GetValue<string>().ShouldStartWith($"https://t.me/{TelegramServer.BotName}?start=alice_");
    }

    [Fact]
    public async Task A_stranger_is_refused_once_and_learns_nothing()
    {
        await _service.NewPersonAsync("alice");
        var stranger = new Person(_service.Telegram, 99);
        (await stranger.AskAsync("/status")).Text.ShouldBe("I do not know this chat. If you use this service, link the chat from its web page or API first.");
        for (var i = 0; i < 50; i++)
            _service.Telegram.Say(99, "/users");
        var bruno = await _service.NewPersonAsync("bruno");
        (await bruno.AskAsync("/start")).Text.ShouldContain("bruno");
        _service.Telegram.MessagesOf(99).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_chat_is_unlinked_after_a_confirmation()
    {
        var alice = await _service.NewPersonAsync("alice");
        await alice.AskAsync("/unlink");
        (await alice.PressAsync("Yes")).Text.ShouldBe("This chat is unlinked.");
        (await alice.Api.GetFromJsonAsync<JsonObject>("/api/v1/me/telegram"))!["linked"]!.GetValue<bool>().ShouldBeFalse();
        (await alice.AskAsync("/status")).Text.ShouldContain("I do not know this chat");
    }

    [Fact]
    public async Task Another_chat_takes_the_place_of_the_first()
    {
        var alice = await _service.NewPersonAsync("alice");
        var second = new Person(_service.Telegram, 55) { Api = alice.Api };
        (await second.LinkAsync()).Text.ShouldContain("linked to alice");
        (await alice.AskAsync("/status")).Text.ShouldContain("I do not know this chat");
    }

    [Fact]
    public async Task In_a_group_those_command_whom_the_user_has_named()
    {
        const long Group = -500, Asha = 1, Bala = 2;
        var api = await _service.Api.NewUserAsync("asha");
        using var answer = await api.PostAsJsonAsync("/api/v1/me/telegram", new { group = true });
        var code = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>();
        (await new Person(_service.Telegram, Asha).AskAsync("/start " + code)).Text.ShouldContain("for a group");
        var (asha, bala) = (new Person(_service.Telegram, Group, Asha), new Person(_service.Telegram, Group, Bala));
        (await asha.AskAsync($"/start@{TelegramServer.BotName} {code}")).Text.ShouldContain("by you alone");

        _service.Telegram.Say(Group, "/status", Bala);
        _service.Telegram.Say(Group, "good morning", Asha);
        (await asha.AskAsync("/version@test_trading_bot")).Text.ShouldStartWith("Version");
        (await asha.NextAsync(() => _service.Telegram.Say(Group, "/allow", Asha, repliedFrom: Bala))).Text.ShouldBe("They may command here now.");
        (await bala.AskAsync("/status")).Text.ShouldContain("no trader yet");
        (await asha.NextAsync(() => _service.Telegram.Say(Group, "/disallow", Asha, repliedFrom: Bala))).Text.ShouldBe("They may not command here any more.");
        _service.Telegram.Say(Group, "/status", Bala);
        (await asha.AskAsync("/version")).Text.ShouldStartWith("Version");
        _service.Telegram.MessagesOf(Group).Count.ShouldBe(6, "nobody else was answered, and talk was not");
    }

    [Fact]
    public async Task What_looks_like_a_key_is_deleted_and_the_user_warned()
    {
        var alice = await _service.NewPersonAsync("alice");
        long id = 0;
        var warning = await alice.NextAsync(() => id = _service.Telegram.Say(alice.Chat, "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"));
        warning.Text.ShouldContain("revoke it at the exchange now");
        (await Poll.UntilAsync(() => _service.Telegram.Deleted, static deleted => !deleted.IsEmpty)).ShouldHaveSingleItem().ShouldBe((alice.Chat, id));
    }
}
