using System.Net;
using TradingBot.Tests.Billing.Server;
using TradingBot.Tests.Telegram.Server;
using TradingBot.Tests.Telegram.Service;

namespace TradingBot.Tests.Telegram;

/// <summary>
/// The conversations in docs/telegram are what the bot says. <c>WRITE_TRANSCRIPTS=1</c> writes them anew.
/// </summary>
public sealed class TranscriptTests
{
    private static readonly string Folder = FindFolder();

    [Fact]
    public async Task A_new_users_first_ten_minutes()
    {
        await using var service = await BotService.StartAsync();
        var alice = new Person(service.Telegram, 100) { Api = await service.Api.NewUserAsync("alice") };
        var log = new Transcript("A new user's first ten minutes", "Asha has an account and opens the link that the web page or `POST /api/v1/me/telegram` has given her.");
        log.Person("/start alice_AAAAAAAAAAAAAAAAAAAAAA");
        log.Bot(await alice.LinkAsync());
        await Say("/add BTCUSDT");
        await Press("Settings");
        await Press("1h");
        await Press("5%");
        await Say("a lot");
        await Say("10");
        await Say("10");
        await Press("Save");
        await Press("Backtest", exactly: false);
        await Say("/start_bot");
        await Press("Start now", exactly: false);
        await Say("/keys");
        await Say("vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A");
        await Say("/notify quiet 22:00-07:00");
        Check("first-ten-minutes.md", log);

        async Task Say(string text)
        {
            log.Person(text);
            log.Bot(await alice.AskAsync(text));
        }

        async Task Press(string label, bool exactly = true)
        {
            log.Person($"[{alice.Last.Button(label).Label}]");
            log.Bot(await alice.PressAsync(label), exactly);
        }
    }

    [Fact]
    public async Task A_trade()
    {
        await using var service = await BotService.StartAsync(speed: "300");
        var alice = await service.NewPersonAsync("alice");
        await alice.AskAsync("/add BTCUSDT");
        await alice.AskAsync("/notify refused off");
        await alice.AskAsync("/settings 1m,BTCUSDT,500$,0,0");
        var log = new Transcript("A trade", "On paper, one-minute candles. What happens within a second comes in one message; here each part is shown by itself.");
        log.Person("/start_bot BTCUSDT now");
        log.Bot(await alice.AskAsync("/start_bot BTCUSDT now", "Started."), "Started. …", exactly: true);
        await PartAsync("bought");
        await PartAsync("stop at");
        await PartAsync("closed with");
        Check("trade.md", log);

        async Task PartAsync(string what)
        {
            var message = await alice.ReceiveAsync(m => m.Text.Split('\n').SkipWhile(l => !l.Contains(what, StringComparison.Ordinal)).Skip(1).FirstOrDefault()?.StartsWith("Mode", StringComparison.Ordinal) == true);
            var lines = message.Text.Split('\n').SkipWhile(l => !l.Contains(what, StringComparison.Ordinal)).TakeWhile(static l => l.Length > 0 && !l.StartsWith('№'));
            log.Bot(message, string.Join('\n', lines), exactly: false);
        }
    }

    [Fact]
    public async Task A_renewal()
    {
        await using var razorpay = await RazorpayServer.StartAsync();
        await using var service = await BotService.StartAsync(settings:
        [
            ("Razorpay:KeyId", RazorpayServer.KeyId), ("Razorpay:KeySecret", RazorpayServer.KeySecret), ("Razorpay:WebhookSecret", RazorpayServer.WebhookSecret),
            ("Razorpay:ApiBaseUrl", razorpay.ApiBaseUrl), ("Billing:TrialDays", "0"), ("Billing:PublicUrl", "https://bot.example.com"),
            ("Billing:Plans:standard:Server", "50000"), ("Billing:Plans:standard:MaxSymbols", "3"), ("Billing:Plans:standard:Modes", "paper,demo"),
        ]);
        var alice = await service.NewPersonAsync("alice");
        var log = new Transcript("A renewal", "The subscription has run out.");
        await Say("/subscribe");
        log.Person($"[{alice.Last.Button("💳").Label}]");
        log.Bot(await alice.PressAsync("💳"));

        using var browser = new HttpClient();
        var page = alice.Last.Button("Who pays").Url!;
        using var form = new FormUrlEncodedContent([new("name", "Asha Rao"), new("email", "asha@example.com"), new("phone", "+919876543210")]);
        (await browser.PostAsync(page, form)).StatusCode.ShouldBe(HttpStatusCode.OK);
        log.Person("[📝 Who pays] (fills in the page), then [💳 Pay]");
        log.Bot(await alice.PressAsync("💳 Pay"));
        await Say("/verify");

        var (_, events) = razorpay.Pay(razorpay.Links.Single());
        using var anonymous = service.Api.ClientOf(null);
        foreach (var one in events)
            (await one.DeliverAsync(anonymous)).StatusCode.ShouldBe(HttpStatusCode.OK);
        log.Person("(pays)");
        log.Bot(await alice.ReceiveAsync(static m => m.Text.Contains("has arrived. Your", StringComparison.Ordinal)));
        await Say("/payments");
        await Say("/cancel");
        Check("renewal.md", log);

        async Task Say(string text)
        {
            log.Person(text);
            log.Bot(await alice.AskAsync(text));
        }
    }

    private static void Check(string file, Transcript log)
    {
        var path = Path.Combine(Folder, file);
        if (Environment.GetEnvironmentVariable("WRITE_TRANSCRIPTS") == "1")
            File.WriteAllText(path, log.ToString());
        File.ReadAllText(path).ShouldBe(log.ToString(), $"docs/telegram/{file} is not what the bot says; WRITE_TRANSCRIPTS=1 writes it anew");
    }

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TradingBot.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return Path.Combine(folder.FullName, "docs", "telegram");
    }
}
