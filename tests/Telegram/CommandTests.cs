using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.ClientApi.Telegram.Commands;
using TradingBot.Tests.Telegram.Server;
using TradingBot.Tests.Telegram.Service;

namespace TradingBot.Tests.Telegram;

/// <summary>Every command: what it does, and what it says to what it cannot take.</summary>
public sealed class CommandTests : IAsyncLifetime
{
    private static readonly (string Text, string Answer)[] Wrong =
    [
        ("/statsu", "Did you mean /status?"),
        ("/frobnicate", "There is no command /frobnicate. All of them: /help"),
        ("/users", "There is no command /users"),
        ("hello", "I did not understand that."),
        ("/help settigns", "Did you mean /settings?"),
        ("/status", "/add BTCUSDT makes one"),
        ("/status DOGEUSDT", "You have no trader of spot:DOGEUSDT. /symbols lists yours, /add DOGEUSDT makes one."),
        ("/status B", "symbol: 'B' is none; write BTCUSDT for spot, usdm:BTCUSDT for futures."),
        ("/add", "Which symbol? Write /add BTCUSDT for spot, /add usdm:BTCUSDT for futures."),
        ("/add NOSUCH", "spot:NOSUCH cannot be traded here."),
        ("/settings 1m,BTCUSDT", "have 2 parts; write interval,symbol,quantity,buyOffset,sellOffset[,leverage], for example 1m,BTCUSDT,50$,10,10"),
        ("/settings 7m,BTCUSDT,5%,1,1", "interval: '7m' is none; one of 1s 1m"),
        ("/settings 1m,BTCUSDT,-5%,1,1", "quantity: '-5%' is none; write 0.01 (of the coin), 5% (of the free balance) or 10$ (worth of it)."),
        ("/settings 1m,BTCUSDT,5%,x,1", "buyOffset: 'x' is not an amount in the quote asset, like 10 or 0.5."),
        ("/settings 1m,BTCUSDT,5%,1,-1", "sellOffset: '-1' is not an amount"),
        ("/settings 1m,usdm:BTCUSDT,5%,1,1,200", "leverage: '200' is none; a whole number from 1 to 125"),
        ("/mode fast", "You have no trader of spot:FAST"),
        ("/balance gold", "'gold' is no mode; one of paper, testnet, demo, live."),
        ("/profit soon", "Write a whole number from 1 to 3660 behind it, like /profit 7, or nothing."),
        ("/daily 100", "Write a whole number from 1 to 60 behind it"),
        ("/notify weather on", "'weather' is no event; one of entry, exit, stop"),
        ("/notify exit loud", "Write on, silent or off behind it: /notify exit silent."),
        ("/notify security off", "levels: what concerns the safety of the account is always told."),
        ("/notify zone Mars/Olympus", "timeZone: must be the IANA name of a time zone, like Asia/Kolkata."),
        ("/notify quiet late", "Write the hours without sounds like this: /notify quiet 22:00-07:00"),
        ("/report 25:00", "'25:00' is no time; write /report 09:00 or /report off."),
        ("/kill them", "'them' is not known here. Write /kill keep"),
        ("/keys moon", "'moon' is no exchange; one of testnet, demo, live."),
        ("/chart", "/add BTCUSDT makes one"),
        ("/backtest 9999", "'9999' is no number of days; 1 to 366"),
        ("/allow", "This is a private chat"),
        ("/cancel", "Nothing is open to be cancelled."),
        ("/settings <b>&</i>", "symbol: '<b>&</i>' is none"),
    ];

    private BotService _service = null!;
    private Person _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await BotService.StartAsync(speed: "600");
        _alice = await _service.NewPersonAsync("alice");
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Every_command_has_a_help_an_example_that_is_understood_and_is_registered()
    {
        var all = _service.Api.Services.GetRequiredService<CommandCatalog>().All;
        var otto = await _service.NewPersonAsync("otto", "operator");
        (await _alice.AskAsync("/add BTCUSDT")).Text.ShouldContain("is added, on paper");
        await otto.AskAsync("/add BTCUSDT");
        foreach (var command in all)
        {
            (await otto.AskAsync($"/help {command.Name}")).Text.ShouldContain(command.Example);
            if (command.Name is "unlink" or "remove" or "cancel")
                continue;
            var answer = (await otto.AskAsync(command.Example)).Text;
            answer.ShouldNotContain("There is no command");
            answer.ShouldNotContain("That failed");
            answer.ShouldNotContain("does not answer in time");
        }

        Offered(null).ShouldBe(all.Where(static c => !c.IsForOperators).Select(static c => c.Name));
        Offered(otto.Chat).ShouldBe(all.Select(static c => c.Name), "an operator's own chat is offered theirs as well");
        Offered(_alice.Chat).ShouldBeEmpty();
        (await _alice.AskAsync("/help")).Text.ShouldNotContain("/broadcast");

        (await _service.Api.Admin.PutAsJsonAsync("/api/v1/users/otto/role", new { role = "trader" })).EnsureSuccessStatusCode();
        (await otto.AskAsync("/users")).Text.ShouldContain("There is no command /users");
        _service.Telegram.Requests.ShouldContain(r => r.Method == "deleteMyCommands" && (long?)r.Parameters["scope"]!["chat_id"] == otto.Chat);

        IEnumerable<string> Offered(long? chat) => _service.Telegram.Requests
            .LastOrDefault(r => r.Method == "setMyCommands" && (long?)r.Parameters["scope"]?["chat_id"] == chat).Parameters?["commands"]!.AsArray()
            .Select(static c => c!["command"]!.GetValue<string>()) ?? [];
    }

    [Fact]
    public async Task What_is_wrong_is_answered_with_what_would_be_right()
    {
        foreach (var (text, answer) in Wrong)
            (await _alice.AskAsync(text)).Text.ShouldContain(answer, customMessage: text);
    }

    [Fact]
    public async Task Settings_are_asked_for_step_by_step_and_can_be_cancelled_at_each()
    {
        await _alice.AskAsync("/add BTCUSDT");
        (await _alice.AskAsync("/settings")).Text.ShouldContain("Which candles?");
        (await _alice.AskAsync("7m")).Text.ShouldContain("Try again, or /cancel.");
        (await _alice.AskAsync("5m")).Text.ShouldContain("How much an entry?");
        (await _alice.PressAsync("5%")).Text.ShouldContain("above the Heikin Ashi high");
        (await _alice.AskAsync("12")).Text.ShouldContain("below the Heikin Ashi low");
        (await _alice.AskAsync("0")).Text.ShouldContain("5m,spot:BTCUSDT,5%,12,0");
        (await _alice.PressAsync("Cancel")).Text.ShouldBe("Cancelled; nothing has changed.");
        (await _alice.AskAsync("/status")).Text.ShouldContain("1m,BTCUSDT,50$,10,10");

        await _alice.AskAsync("/settings");
        await _alice.PressAsync("15m");
        await _alice.AskAsync("0.02");
        await _alice.AskAsync("3");

        // Where it stands survives a restart.
        await _service.Api.StopAsync();
        await _service.Api.StartAgainAsync(speed: "600");
        (await _alice.AskAsync("4")).Text.ShouldContain("Save these?");
        (await _alice.PressAsync("Save")).Text.ShouldContain("15m,BTCUSDT,0.02,3,4");
        (await _alice.AskAsync("hello")).Text.ShouldContain("I did not understand that.");

        await _alice.AskAsync("/add usdm:SOLUSDT");
        await _alice.AskAsync("/settings usdm:SOLUSDT");
        await _alice.PressAsync("1m");
        await _alice.AskAsync("10$");
        await _alice.AskAsync("0");
        (await _alice.AskAsync("0")).Text.ShouldContain("Which leverage?");
        await _alice.AskAsync("3x");
        (await _alice.PressAsync("Save")).Text.ShouldContain("1m,usdm:SOLUSDT,10$,0,0,3");
        (await _alice.AskAsync("/settings 3m,usdm:SOLUSDT,20$,1,1,2")).Text.ShouldContain("3m,usdm:SOLUSDT,20$,1,1,2");
    }

    [Fact]
    public async Task A_trader_is_made_started_paused_flattened_and_removed()
    {
        await _alice.AskAsync("/add BTCUSDT");
        (await _alice.AskAsync("/start_bot")).Text.ShouldContain("has never traded");
        await _alice.PressAsync("Start now", "Started.");
        await _alice.PressAsync("Pause", "Paused.");
        await _alice.AskAsync("/resume", "Resumed.");
        await _alice.AskAsync("/remove", "it must be stopped");
        await _alice.ReceiveAsync(static m => m.Text.Contains("bought", StringComparison.Ordinal));
        await _alice.AskAsync("/stop_bot", "Stopped.");
        await _alice.AskAsync("/flatten", "spot:BTCUSDT");
        (await _alice.AskAsync("/mode BTCUSDT live", "real money")).Buttons.ShouldNotBeEmpty();
        (await _alice.AskAsync("/kill", "kill switch")).HasButton("End entries").ShouldBeTrue();
        await _alice.PressAsync("End entries", "The kill switch is on");
        await _alice.PressAsync("Release", "The kill switch is off");
    }

    [Fact]
    public async Task The_mode_is_changed_by_words_and_buttons_and_real_money_asks_first()
    {
        await _alice.AskAsync("/add BTCUSDT");
        (await _alice.AskAsync("/mode")).Text.ShouldBe("spot:BTCUSDT trades on paper. Choose:");
        (await _alice.PressAsync("demo")).Text.ShouldStartWith("Done. ");
        (await ModeAsync()).ShouldBe("demo");
        (await _alice.AskAsync("/mode BTCUSDT testnet")).Text.ShouldStartWith("Done. ");
        (await ModeAsync()).ShouldBe("testnet");
        (await _alice.AskAsync("/mode live")).Text.ShouldContain("real money");
        (await ModeAsync()).ShouldBe("testnet", "nobody has pressed the button");
        (await _alice.PressAsync("Yes, with real money")).Text.ShouldStartWith("Done. ");
        (await ModeAsync()).ShouldBe("live");

        async Task<string> ModeAsync() => (await _alice.Api.GetJsonAsync("/api/v1/traders/spot:BTCUSDT"))["settings"]!["mode"]!.GetValue<string>();
    }

    [Fact]
    public async Task Two_traders_are_told_apart_by_buttons()
    {
        await _alice.AskAsync("/add BTCUSDT");
        await _alice.AskAsync("/add usdm:SOLUSDT");
        (await _alice.AskAsync("/stop_bot")).Text.ShouldBe("Which one?");
        (await _alice.PressAsync("usdm:SOLUSDT")).Text.ShouldContain("usdm:SOLUSDT");
        (await _alice.AskAsync("/status")).Text.ShouldContain("spot:BTCUSDT paper");
    }

    [Fact]
    public async Task Lists_turn_pages_in_place()
    {
        await _alice.AskAsync("/add BTCUSDT");
        await _alice.AskAsync("/settings 1m,BTCUSDT,50$,0,0");
        await _alice.AskAsync("/stop_notify");
        await _alice.AskAsync("/start_bot BTCUSDT now");
        ServerMessage first;
        do
            first = await _alice.AskAsync("/history");
        while (first.Buttons.Count == 0);
        var second = await _alice.PressAsync(first, "Older");
        (second.IsEdit, second.Id).ShouldBe((true, first.Id));
        second.Text.ShouldContain("Page 2");
        var back = await _alice.PressAsync("Newer");
        back.Text.ShouldContain("Page 1");
    }

    [Fact]
    public async Task A_button_means_nothing_in_another_chat_and_to_another_person()
    {
        await _alice.AskAsync("/add BTCUSDT");
        var question = await _alice.AskAsync("/unlink");
        var bruno = await _service.NewPersonAsync("bruno");
        _service.Telegram.Press(bruno.Chat, question.Id, question.Button("Yes").Data!);
        _service.Telegram.Press(_alice.Chat, question.Id, question.Button("Yes").Data!, from: bruno.Chat);
        _service.Telegram.Press(bruno.Chat, question.Id, "AAAAAAAAAAA");
        await bruno.AskAsync("/start");
        await Poll.UntilAsync(() => _service.Telegram.Alerts, static all => all.Count(static a => a.Contains("not valid any more", StringComparison.Ordinal)) == 2);
        (await _alice.AskAsync("/status")).Text.ShouldContain("spot:BTCUSDT");
        (await bruno.AskAsync("/status")).Text.ShouldContain("no trader yet");
    }

    [Fact]
    public async Task Exchange_keys_go_by_a_page_that_is_good_once()
    {
        (await _alice.AskAsync("/keys")).Text.ShouldContain("testnet: no key");
        var offer = await _alice.PressAsync("testnet");
        var page = new Uri(offer.Button("Enter").Url!);
        using var browser = new HttpClient();
        (await browser.GetStringAsync(page)).ShouldContain("name=\"secret\"");

        using var wrong = await browser.PostAsync(page, Form(("apiKey", "test-key"), ("secret", "")));
        var again = await wrong.Content.ReadAsStringAsync();
        again.ShouldContain("class=\"mark\"");
        (await browser.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var next = new Uri(page, Regex.Match(again, "action=\"(?<path>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["path"].Value);
        using var right = await browser.PostAsync(next, Form(("apiKey", "test-key"), ("secret", "test-secret")));
        (await right.Content.ReadAsStringAsync()).ShouldContain("That is stored.");
        (await browser.PostAsync(next, Form(("apiKey", "test-key"), ("secret", "test-secret")))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _alice.AskAsync("/keys")).Text.ShouldContain("…-key");
    }

    [Fact]
    public async Task A_chart_is_a_picture_where_the_program_for_it_is()
    {
        await _alice.AskAsync("/add BTCUSDT");
        await _alice.AskAsync("/start_bot BTCUSDT now");
        var chart = await _alice.AskAsync("/chart 1m", "spot:BTCUSDT 1m");
        if (File.Exists("/usr/bin/rsvg-convert"))
            chart.Photo.ShouldNotBeNull().AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        else
            chart.Text.ShouldContain("last ");
    }

    [Fact]
    public async Task Operators_see_users_tell_everybody_and_set_the_mode()
    {
        var otto = await _service.NewPersonAsync("otto", "operator");
        (await otto.AskAsync("/users")).Text.ShouldContain("alice trader 💬");
        (await otto.AskAsync("/broadcast Maintenance <at> 18:00")).Text.ShouldContain("Tell everybody this?");
        await otto.PressAsync("Yes");
        await otto.ReceiveAsync(static m => m.Text == "Sent to 2 users who have a chat.");
        await otto.ReceiveAsync(static m => m.Text.StartsWith("📣", StringComparison.Ordinal));
        (await _alice.ReceiveAsync(static m => m.Text.Contains("Maintenance", StringComparison.Ordinal))).Text.ShouldContain("Maintenance <at> 18:00");
        (await otto.AskAsync("/service pause")).Text.ShouldContain("entries-paused, set by otto");
        (await otto.AskAsync("/service resume")).Text.ShouldContain("mode normal");
        (await otto.AskAsync("/logs nothing")).Text.ShouldContain("There is no log 'nothing'; there are");
        (await otto.AskAsync("/logs telegram 5")).Text.Length.ShouldBeGreaterThan(0);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(static f => KeyValuePair.Create(f.Name, f.Value)));
}
