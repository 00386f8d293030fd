using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using TradingBot.Tests.Telegram.Server;

namespace TradingBot.Tests.Telegram;

/// <summary>The bot works with a Telegram that others wrote, from the npm registry.</summary>
public sealed class ForeignTelegramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_independent_emulator_of_Telegram_links_a_chat_and_makes_a_trader()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Node");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "telegram-test-api")))
        {
            using var install = Start("npm", folder, "install", "--no-audit", "--no-fund", "--no-package-lock");
            if (install is not null)
                await install.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            Assert.SkipWhen(install is not { ExitCode: 0 }, "The npm package 'telegram-test-api' is not here: no node, no npm, or no registry.");
        }

        var port = FreePort();
        using var node = Start("node", folder, "telegram.mjs", port, TelegramServer.BotToken);
        Assert.SkipWhen(node is null, "There is no node here.");
        try
        {
            (await node.StandardOutput.ReadLineAsync().WaitAsync(Patience)).ShouldBe("ready");
            await using var service = await ApiService.StartAsync(settings:
            [
                ("Telegram:BotToken", TelegramServer.BotToken), ("Telegram:ApiBaseUrl", $"http://127.0.0.1:{port}"), ("Telegram:ChatIntervalMs", "0"),
            ]);
            using var alice = await service.NewUserAsync("alice");
            using var offer = await alice.PostAsJsonAsync("/api/v1/me/telegram", new { });
            var code = (await offer.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>();

            (await SayAsync("/start " + code)).Text.ShouldContain("This chat is linked to <code>alice</code>");
            var added = await SayAsync("/add BTCUSDT");
            added.Text.ShouldContain("is added, on paper");
            added.Buttons.ShouldBe(["⚙️ Settings", "🧪 Backtest", "▶️ Start"]);
            (await SayAsync("!Settings")).Text.ShouldContain("Which candles?");
            (await SayAsync("!Cancel")).Text.ShouldBe("Cancelled; nothing has changed.");
            (await SayAsync("/status")).Text.ShouldContain("spot:BTCUSDT");
            (await alice.GetFromJsonAsync<JsonObject>("/api/v1/traders"))!["items"]!.AsArray().Count.ShouldBe(1);
        }
        finally
        {
            if (!node.HasExited)
                node.Kill(entireProcessTree: true);
        }

        async Task<(string Text, IReadOnlyList<string> Buttons)> SayAsync(string line)
        {
            await node.StandardInput.WriteLineAsync(line);
            var shown = JsonNode.Parse((await node.StandardOutput.ReadLineAsync().WaitAsync(Patience))!)!;
            return (shown["text"]!.GetValue<string>(), [.. shown["buttons"]!.AsArray().Select(static b => b!.GetValue<string>())]);
        }
    }

    /// <returns>Null where there is no such program.</returns>
    private static Process? Start(string program, string folder, params IEnumerable<string> arguments)
    {
        var process = new Process
        {
            StartInfo = new(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false },
        };
        try
        {
            process.Start();
            return process;
        }
        catch (Win32Exception)
        {
            process.Dispose();
            return null;
        }
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
