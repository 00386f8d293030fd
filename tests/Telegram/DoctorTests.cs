using System.Net.Http.Json;
using TradingBot.Simulator;
using TradingBot.Tests.Api;
using TradingBot.Tests.Billing.Server;
using TradingBot.Tests.System;
using TradingBot.Tests.Telegram.Server;

namespace TradingBot.Tests.Telegram;

/// <summary>What <c>doctor</c> asks those outside: exchange, messenger, payment provider.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task It_says_which_keys_and_tokens_are_good_and_what_to_do_about_the_others()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var razorpay = await RazorpayServer.StartAsync();
        await using var service = await ApiService.StartAsync(
            accounts: """[{"apiKey":"good-key","secret":"s1","spot":{"USDT":"1"}},{"apiKey":"later-bad","secret":"s2","spot":{"USDT":"1"}}]""");
        using var alice = await service.NewUserAsync("alice");
        using var bob = await service.NewUserAsync("42");
        (await alice.PutAsJsonAsync("/api/v1/me/exchange-keys/live", new { apiKey = "good-key", secret = "s1", market = "spot" })).EnsureSuccessStatusCode();
        (await bob.PutAsJsonAsync("/api/v1/me/exchange-keys/live", new { apiKey = "later-bad", secret = "s2", market = "spot" })).EnsureSuccessStatusCode();

        var well = await ExamineAsync(service, service.Simulator, telegram, razorpay, RazorpayServer.KeySecret);
        well.ExitCode.ShouldBe(0, well.Output);
        well.Output.ShouldContain("ok    key alice/live spot …-key: trades, and neither withdraws nor transfers");
        well.Output.ShouldContain("→ Bind it to this machine's address");
        well.Output.ShouldContain($"ok    Telegram: the bot is @{TelegramServer.BotName}");
        well.Output.ShouldContain("ok    Razorpay: the test keys are good");

        await using var changed = await SimulatorServer.StartAsync(new()
        {
            Port = 0, Speed = 0, AccountsFile = _folder.Write("accounts.json", """
                [{"apiKey":"good-key","secret":"another","spot":{"USDT":"1"}},
                 {"apiKey":"later-bad","secret":"s2","spot":{"USDT":"1"},"restrictions":{"enableWithdrawals":true}}]
                """),
        });
        telegram.Break("getMe", Server.ServerFault.Forbidden);
        var ill = await ExamineAsync(service, changed, telegram, razorpay, "another-secret");
        ill.ExitCode.ShouldBe(1, ill.Output);
        foreach (var problem in (string[])["FAIL  key alice/live spot", "Signature for this request is not valid", "FAIL  key 42/live spot", "The key may withdraw", "FAIL  Telegram", "@BotFather", "FAIL  Razorpay", "belong together"])
            ill.Output.ShouldContain(problem);
        ill.Output.ShouldContain("4 to mend.");
        foreach (var secret in (string[])["good-key", "later-bad", TelegramServer.BotToken, "another-secret", RazorpayServer.KeySecret])
            (well.Output + ill.Output).ShouldNotContain(secret);
    }

    public void Dispose() => _folder.Dispose();

    // Beside the service that runs, with its master key.
    private static async Task<(int ExitCode, string Output)> ExamineAsync(
        ApiService service, SimulatorServer venue, TelegramServer telegram, RazorpayServer razorpay, string razorpaySecret)
    {
        (string Name, string Value)[] secrets =
        [
            ("Telegram__BotToken", TelegramServer.BotToken), ("Razorpay__KeyId", RazorpayServer.KeyId), ("Razorpay__KeySecret", razorpaySecret),
            ("Razorpay__WebhookSecret", RazorpayServer.WebhookSecret), ("Billing__Plans__standard__Server", "50000"),
            ("Billing__Plans__standard__MaxSymbols", "3"), ("Billing__Plans__standard__Modes", "paper"),
        ];
        using var doctor = SiloProcess.StartWith(
            secrets, ["doctor", $"--Data:Directory={service.Data}", $"--Telegram:ApiBaseUrl={telegram.Address}", $"--Razorpay:ApiBaseUrl={razorpay.ApiBaseUrl}",
                $"--Binance:Spot:Live:RestUrl={venue.Address}", $"--Binance:Usdm:Live:RestUrl={venue.Address}"]);
        return (await doctor.ExitAsync(), doctor.Output);
    }
}
