using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Silo.Hosting;
using TradingBot.Simulator;
using TradingBot.Trading;

namespace TradingBot.Bench;

/// <summary>
/// The whole service starts with traders that have open positions at a simulated Binance with its real weight limits: until all have
/// reconciled, and each position has its stop. Both markets, 20 symbols an account.
/// </summary>
internal static class RestartBench
{
    private const int MostMinutes = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="args">Number of accounts, 50 unless given.</param>
    public static async Task RunAsync(string[] args)
    {
        var accounts = args is [var number, ..] ? int.Parse(number, CultureInfo.InvariantCulture) : 50;
        var folder = Directory.CreateTempSubdirectory("tradingbot-bench-").FullName;
        try
        {
            var file = Path.Combine(folder, "accounts.json");
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(Enumerable.Range(0, accounts).Select(static i =>
                new { apiKey = $"key-{i}", secret = $"secret-{i}", spot = new { USDT = "1000000" }, usdm = new { USDT = "1000000" } })));
            await using var simulator = await SimulatorServer.StartAsync(new() { Port = 0, Speed = 0, AccountsFile = file });
            // Getting there is not what is measured.
            simulator.WeightFactor = 100;
            var traders = await EnterAsync(simulator, folder, accounts);
            simulator.WeightFactor = 1;
            await Task.Delay(TimeSpan.FromSeconds(61 - DateTimeOffset.UtcNow.Second));
            await MeasureAsync(simulator, folder, traders);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(SimulatorServer simulator, string folder, IReadOnlyCollection<TraderKey> traders)
    {
        var logged = JsonNode.Parse(simulator.ReadLog())!.AsArray().Count;
        var start = Stopwatch.GetTimestamp();
        await using var app = Build(simulator, folder);
        await app.StartAsync();
        var listens = Stopwatch.GetElapsedTime(start);
        await UntilAsync(app, traders, static s => s.NotTrading.Length == 0 && s.InFlight.Length == 0 && s is { Phase: "Long", ExitOrder: not null });
        var all = Stopwatch.GetElapsedTime(start);
        var requests = JsonNode.Parse(simulator.ReadLog(logged))!.AsArray().Where(static e => e!["kind"]!.GetValue<string>() == "request")
            .GroupBy(static e => e!["request"]!.GetValue<string>()).OrderByDescending(static g => g.Count()).Take(5);
        using var http = new HttpClient { BaseAddress = simulator.Address };
        var state = JsonNode.Parse(await http.GetStringAsync("/sim/state"))!;
        var stops = state["accounts"]!.AsArray().Sum(static a => a!["openOrders"]!.AsArray().Count(static o => o!["side"]!.GetValue<string>() == "SELL"));
        Console.WriteLine(
            $"restart of {traders.Count} traders with open positions: listens after {listens.TotalSeconds:0.0} s, "
            + $"all reconciled and protected after {all.TotalSeconds:0.0} s (goal 5 s), {stops} stops at the venue");
        Console.WriteLine($"requests: {string.Join(", ", requests.Select(static g => $"{g.Count()} {g.Key}"))}");
        await app.StopAsync();
    }

    // Stops so far away that whoever has entered stays.
    private static async Task<IReadOnlyCollection<TraderKey>> EnterAsync(SimulatorServer simulator, string folder, int accounts)
    {
        await using var app = Build(simulator, folder);
        await app.StartAsync();
        var grains = app.Services.GetRequiredService<IClusterClient>();
        using var http = new HttpClient { BaseAddress = simulator.Address };
        var prices = new Dictionary<MarketSymbol, decimal>();
        foreach (var (market, path) in new[] { (MarketType.Spot, "/api/v3/ticker/price"), (MarketType.Usdm, "/fapi/v1/ticker/price") })
        {
            foreach (var row in JsonNode.Parse(await http.GetStringAsync(path))!.AsArray())
                prices.Add(new(market, row!["symbol"]!.GetValue<string>()), decimal.Parse(row["price"]!.GetValue<string>(), CultureInfo.InvariantCulture));
        }

        var traders = new List<TraderKey>();
        var admin = (await app.Services.GetRequiredService<AdminAccess>().EnsureAsync(CancellationToken.None))!;
        for (var i = 0; i < accounts; i++)
        {
            var user = $"user-{i}";
            var token = (await SendAsync(app, admin, HttpMethod.Post, "users", new { id = user, role = "trader" }))["token"]!.GetValue<string>();
            await SendAsync(app, token, HttpMethod.Put, "me/exchange-keys/testnet", new { apiKey = $"key-{i}", secret = $"secret-{i}" });
            traders.AddRange(prices.Keys.Select(symbol => new TraderKey(user, symbol)));
        }

        await Parallel.ForEachAsync(traders, async (key, _) =>
        {
            var trader = grains.GetGrain<ITraderGrain>(key.ToString());
            var price = prices[key.Symbol];
            static string Text(decimal offset) => Math.Round(offset, 4).ToString(CultureInfo.InvariantCulture);
            Check(await trader.ConfigureAsync(new(
                CandleInterval.OneMinute, StrategySettings.Breakout(Text(price / 100), Text(price / 2)), new(SizeKind.Quote, new(1_000 * Fixed8.Scale)),
                Mode: TradingMode.Testnet)));
            Check(await trader.StartAsync());
        });
        await UntilAsync(app, traders, static s => s.NotTrading.Length == 0);
        var flat = traders;
        for (var minute = 0; minute < MostMinutes && flat.Count > 0; minute++)
        {
            simulator.Advance(TimeSpan.FromMinutes(1));
            // A trader that is busy when the candle comes has it with the next one.
            await Task.Delay(TimeSpan.FromSeconds(1));
            await UntilAsync(app, flat, static s => s.InFlight.Length == 0 && (s.Phase != "Long" || s.ExitOrder is not null));
            flat = [.. (await Task.WhenAll(flat.Select(async t => (t, Status: await grains.GetGrain<ITraderGrain>(t.ToString()).GetStatusAsync()))))
                .Where(static t => t.Status.Phase != "Long").Select(static t => t.t)];
        }

        await app.StopAsync();
        return flat.Count == 0 ? traders : throw new InvalidOperationException($"{flat.Count} traders have not entered, {flat[0]} for example.");
    }

    private static async Task UntilAsync(WebApplication app, IEnumerable<TraderKey> traders, Func<TraderStatus, bool> isSo)
    {
        var grains = app.Services.GetRequiredService<IClusterClient>();
        var start = Stopwatch.GetTimestamp();
        foreach (var key in traders)
        {
            var trader = grains.GetGrain<ITraderGrain>(key.ToString());
            while (await trader.GetStatusAsync() is var status && !isSo(status))
            {
                if (Stopwatch.GetElapsedTime(start) > Patience)
                    throw new TimeoutException($"{key}: {status}");
                await Task.Delay(10);
            }
        }
    }

    private static WebApplication Build(SimulatorServer simulator, string folder)
    {
        var host = simulator.Address.Authority;
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Data:Directory"] = Path.Combine(folder, "data"), ["Http:Port"] = "0", ["MarketData:Source"] = "binance", ["Binance:MarketDataFrom"] = "Testnet",
            ["MarketData:RealTime"] = "false", ["Logging:LogLevel:Default"] = "Error",
        };
        foreach (var (market, stream, user, api) in new[] { ("Spot", "", "", "/ws-api/v3"), ("Usdm", "/market", "/private", "/ws-fapi/v1") })
        {
            settings[$"Binance:{market}:Testnet:RestUrl"] = $"http://{host}";
            settings[$"Binance:{market}:Testnet:StreamUrl"] = $"ws://{host}{stream}";
            settings[$"Binance:{market}:Testnet:UserStreamUrl"] = $"ws://{host}{user}";
            settings[$"Binance:{market}:Testnet:WebSocketApiUrl"] = $"ws://{host}{api}";
        }

        return ServiceHost.Build(new(false, settings), TextWriter.Null);
    }

    private static async Task<JsonNode> SendAsync(WebApplication app, string token, HttpMethod method, string path, object body)
    {
        using var client = new HttpClient { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = JsonContent.Create(body) };
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{path}: {text}");
    }

    private static void Check(TraderResult result)
    {
        if (!result.Errors.IsEmpty)
            throw new InvalidOperationException(result.Errors[0].ToString());
    }
}
