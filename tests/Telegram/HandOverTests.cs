using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.ClientApi.Telegram;
using TradingBot.Tests.System;
using TradingBot.Tests.Telegram.Server;
using TradingBot.Tests.Telegram.Service;

namespace TradingBot.Tests.Telegram;

/// <summary>The process that works for the bot ends, with and without a good-bye; another goes on.</summary>
public sealed class HandOverTests
{
    private const int Kills = 3;
    private const int Words = 200;

    [Fact]
    public async Task After_a_kill_the_next_process_goes_on_and_nothing_is_lost_or_done_twice()
    {
        await using var telegram = await TelegramServer.StartAsync();
        using var folder = new TempFolder();
        var process = Start(telegram, folder);
        try
        {
            var alice = await PersonAsync(telegram, process);
            for (var i = 0; i < Words; i++)
                telegram.Say(alice.Chat, $"/help nothing{i}");
            for (var kill = 1; kill <= Kills; kill++)
            {
                var enough = kill * Words / (Kills + 1);
                await telegram.UntilAsync(() => Answers(telegram, alice).Count >= enough);
                process.Dispose();
                process = Start(telegram, folder);
            }

            await telegram.UntilAsync(() => Answers(telegram, alice).Any(static t => t.Contains($"/nothing{Words - 1}.", StringComparison.Ordinal)));
            (await alice.AskAsync("/version")).Text.ShouldStartWith("Version");
            var answers = Answers(telegram, alice);
            answers.Distinct().Select(static (t, i) => t.Contains($"/nothing{i}.", StringComparison.Ordinal)).ShouldAllBe(static inOrder => inOrder);
            answers.Distinct().Count().ShouldBe(Words);
            answers.Count.ShouldBeLessThanOrEqualTo(Words + Kills, "only an answer that was on its way at a kill may come again");
        }
        finally
        {
            process.Dispose();
        }
    }

    [Fact]
    public async Task Of_two_processes_one_works_and_the_other_takes_over_when_it_ends()
    {
        await using var service = await BotService.StartAsync();
        var alice = await service.NewPersonAsync("alice");
        await using var second = Another(service);
        var waiting = second.GetServices<IHostedService>().OfType<TelegramService>().Single();
        await waiting.StartAsync(CancellationToken.None);
        (await alice.AskAsync("/version")).Text.ShouldStartWith("Version");

        for (var i = 0; i < 40; i++)
        {
            service.Telegram.Say(alice.Chat, $"/help nothing{i}");
            if (i == 20)
                await service.Api.Services.GetServices<IHostedService>().OfType<TelegramService>().Single().StopAsync(CancellationToken.None);
        }

        await service.Telegram.UntilAsync(() => Answers(service.Telegram, alice).Any(static t => t.Contains("/nothing39.", StringComparison.Ordinal)));
        Answers(service.Telegram, alice).Distinct().Count().ShouldBe(40);
        service.Telegram.Requests.Count(static r => r.Method == "setMyCommands").ShouldBe(2, "each has worked once");
        await waiting.StopAsync(CancellationToken.None);
    }

    // Another process of a cluster: all of the bot once more, on the same grains.
    private static ServiceProvider Another(BotService service)
    {
        var services = new ServiceCollection();
        services.AddLogging(static l => l.SetMinimumLevel(LogLevel.None));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(service.Api.Services.GetRequiredService<IClusterClient>());
        services.AddSingleton(service.Api.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>());
        services.AddHealthChecks();
        services.AddTelegram(service.Api.Services.GetRequiredService<TelegramOptions>());
        return services.BuildServiceProvider();
    }

    private static SiloProcess Start(TelegramServer telegram, TempFolder folder) => SiloProcess.StartWith(
        BotService.Settings(telegram).Select(static s => (s.Name.Replace(":", "__", StringComparison.Ordinal), s.Value)),
        "--data", folder.PathOf("data"), "--port", "0", "--Logging:LogLevel:Default=Warning");

    private static async Task<Person> PersonAsync(TelegramServer telegram, SiloProcess process)
    {
        var address = new Uri(await process.ListeningAsync());
        await process.PrintedAsync(static l => l.StartsWith("Token: ", StringComparison.Ordinal));
        var token = process.Output.Split('\n').Single(static l => l.StartsWith("Token: ", StringComparison.Ordinal))["Token: ".Length..];
        using var admin = Client(address, token);
        using var made = await admin.PostAsJsonAsync("/api/v1/users", new { id = "alice", role = "trader" });
        var user = (await made.Content.ReadFromJsonAsync<JsonObject>())!["token"]!.GetValue<string>();
        var alice = new Person(telegram, 77) { Api = Client(address, user) };
        await alice.LinkAsync();
        return alice;
    }

    private static HttpClient Client(Uri address, string token) =>
        new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    private static List<string> Answers(TelegramServer telegram, Person person) =>
        [.. telegram.MessagesOf(person.Chat).Select(static m => m.Text).Where(static t => t.Contains("/nothing", StringComparison.Ordinal))];
}
