using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.Grains.Journal;
using TradingBot.Journal;
using TradingBot.Tests.Support;
using TradingBot.Trading;

namespace TradingBot.Tests.Api;

/// <summary>The service with its journal in PostgreSQL, and without that database all of a sudden.</summary>
public sealed class PostgresTests
{
    [Fact]
    public async Task The_journal_is_served_from_PostgreSQL_and_said_to_be_away_when_it_is()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Absent);
        var database = await PostgresServer.CreateDatabaseAsync();
        await using var service = await ApiService.StartAsync(demo: true, speed: "6000", settings: ("Journal:ConnectionString", database));

        using (var answer = await service.Admin.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead))
        {
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            while (await reader.ReadLineAsync(patience.Token) is { } line && line != "event: trade")
            {
            }
        }

        foreach (var rows in new[] { "orders", "fills", "trades" })
            (await service.Admin.GetJsonAsync($"/api/v1/{rows}"))["items"]!.AsArray().ShouldNotBeEmpty();
        (await service.Admin.GetJsonAsync("/api/v1/pnl"))["performance"]!["trades"]!.GetValue<int>().ShouldBeGreaterThan(0);
        (await service.Admin.GetAsync("/healthz/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await PostgresServer.DropDatabaseAsync(database);

        await service.Admin.GetAsync("/api/v1/orders").ProblemAsync(503);
        await service.Admin.GetAsync("/api/v1/pnl").ProblemAsync(503);
        await Should.ThrowAsync<IOException>(() => service.Services.GetRequiredService<IJournal>()
            .WriteAsync(TraderKey.Parse("alice/spot:BTCUSDT"), [new JournalEntry(1, EventKind.Notice, 7, 40, "a notice")]));
        (await service.Admin.GetAsync("/healthz/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await service.Admin.GetJsonAsync("/api/v1/traders");
    }
}
