using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.Tests.Support;

namespace TradingBot.Tests.System.Operation;

/// <summary>The operators' page in a browser.</summary>
public sealed partial class DashboardTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task It_shows_the_service_at_work()
    {
        Assert.SkipUnless(Browser.IsInstalled, Browser.Absent);
        using var silo = SiloProcess.Start("--demo", "--data", _folder.Root, "--port", "0");
        using var http = new HttpClient { BaseAddress = new(await silo.ListeningAsync()) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(_folder.PathOf("admin-token"))).Trim());
        await Poll.UntilAsync(
            () => TelemetryTests.ScrapeAsync(http), static s => s.Sum("tradingbot_pnl_realised") != 0 && s.Sum("tradingbot_traders") == 3);
        await using var signedIn = await SignedInAsync(http);

        // Long enough for two readings by the browser's own clock, which stands still while an answer is awaited: rates are their difference.
        var page = await Browser.RenderAsync(AddressOf(signedIn, "/dashboard"), TimeSpan.FromSeconds(12));

        page.ShouldContain("all components work");
        var self = $"{Environment.MachineName}:{http.BaseAddress.Port}";
        var traders = Rows(page, "traders").ShouldHaveSingleItem();
        traders.ShouldBe(["paper", "running", "3"]);
        Rows(page, "activations").ShouldContain(r => r[0] == "trader" && r[1] == self && r[2] == "3");
        var money = Rows(page, "money").ShouldHaveSingleItem();
        money[..2].ShouldBe(["paper", "USDT"]);
        Number(money[3]).ShouldNotBe(0);
        Rows(page, "orders").ShouldContain(static r => r[1] == "entry" && r[2] == "accepted" && Number(r[3]) > 0);
        Rows(page, "market").ShouldContain(static r => r[0] == "series open" && r[1] == "3");
        Rows(page, "market").ShouldContain(static r => r[0] == "candles a second" && Number(r[1]) > 0);
        var process = Rows(page, "processes").ShouldHaveSingleItem();
        process[0].ShouldBe(self);
        Number(process[1]).ShouldBeGreaterThan(0);
        Rows(page, "components").ShouldContain(r => r[0] == self && r[1] == "storage" && r[2] == "ok");
    }

    public void Dispose() => _folder.Dispose();

    // What stands between the service and a browser that has signed in. A second reading has news: it waits for candles.
    private static async Task<WebApplication> SignedInAsync(HttpClient http)
    {
        var read = 0d;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            if (context.Request.Path == "/health/processes")
                await Poll.UntilAsync(CandlesAsync, candles => candles > read);
            using var answer = await http.GetAsync(context.Request.Path.Value);
            read = await CandlesAsync();
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(context.Response.Body);
        });
        await app.StartAsync();
        return app;

        async Task<double> CandlesAsync() => (await TelemetryTests.ScrapeAsync(http)).Sum("tradingbot_candles_total");
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static Uri AddressOf(WebApplication app, string path) =>
        new(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), path);

    // The cells of a table's rows, without its head.
    private static List<string[]> Rows(string page, string id) =>
    [
        .. Row().Matches(Regex.Match(page, $"<table id=\"{id}\">(.*?)</table>", RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Groups[1].Value)
            .Select(static row => Cell().Matches(row.Value).Select(static c => c.Groups["text"].Value).ToArray()).Where(static cells => cells.Length > 0),
    ];

    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Row();

    [GeneratedRegex("<td[^>]*>(?<text>.*?)</td>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Cell();
}
