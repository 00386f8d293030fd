using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.Silo.Hosting;
using TradingBot.Simulator;

namespace TradingBot.Bench;

/// <summary>
/// From the closed candle's frame to the signed order at the venue: the whole service with one trader against a simulated Binance
/// over loopback, its data folder on disk. The clock starts before the venue makes the frame and stops when its web server has
/// the order's request, so that both sockets are in the figure.
/// </summary>
internal static class OrderBench
{
    private const int WarmUp = 100;
    private const int Samples = 500;
    private static readonly TimeSpan NoOrder = TimeSpan.FromMilliseconds(60);

    public static async Task RunAsync(string[] args)
    {
        var folder = Path.Combine(args is [var parent, ..] ? parent : Path.GetTempPath(), $"bench-{Guid.NewGuid():N}");
        await using var simulator = await SimulatorServer.StartAsync(new() { Port = 0, Speed = 0 });
        var host = simulator.Address.Authority;
        await using var app = ServiceHost.Build(new(false, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Data:Directory"] = folder, ["Http:Port"] = "0", ["MarketData:Source"] = "binance", ["Binance:MarketDataFrom"] = "Testnet",
            ["MarketData:RealTime"] = "false",
            ["Binance:Spot:Testnet:RestUrl"] = $"http://{host}", ["Binance:Spot:Testnet:StreamUrl"] = $"ws://{host}",
            ["Binance:Spot:Testnet:WebSocketApiUrl"] = $"ws://{host}/ws-api/v3", ["Binance:Usdm:Testnet:RestUrl"] = $"http://{host}",
            ["Logging:LogLevel:Default"] = "Warning",
        }), TextWriter.Null);
        await app.StartAsync();
        using var client = await StartTraderAsync(app);

        using var orders = new OrderWatch();
        var times = new List<double>();
        for (var i = 0; times.Count < WarmUp + Samples; i++)
        {
            // What the candle itself does (fills and their stops) is over before its close is measured.
            simulator.Advance(TimeSpan.FromMilliseconds(59_999));
            await Task.Delay(20);
            var order = orders.NextAsync();
            var start = Stopwatch.GetTimestamp();
            simulator.Advance(TimeSpan.FromMilliseconds(1));
            if (await Task.WhenAny(order, Task.Delay(NoOrder)) == order)
                times.Add(Stopwatch.GetElapsedTime(start, await order).TotalMilliseconds);
            else if (i > 20 * (WarmUp + Samples))
                throw new InvalidOperationException(await client.GetStringAsync("/api/v1/traders/spot:BTCUSDT"));
        }

        var sorted = times.Skip(WarmUp).Order().ToArray();
        Console.WriteLine(
            $"closed candle in to signed order out, intent durable in between: p50 {sorted[Samples / 2]:0.00} ms (target 2), "
            + $"p99 {sorted[Samples * 99 / 100]:0.00} ms (target 10), max {sorted[^1]:0.00} ms, {Samples} orders");
        await app.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<HttpClient> StartTraderAsync(WebApplication app)
    {
        var token = (await app.Services.GetRequiredService<AdminAccess>().EnsureAsync(CancellationToken.None))!;
        var client = new HttpClient { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Put, "me/exchange-keys/testnet", new { apiKey = "test-key", secret = "test-secret" }),
            (HttpMethod.Put, "traders/spot:BTCUSDT", new { interval = "1m", size = new { kind = "quote", value = "1000" }, mode = "testnet" }),
            (HttpMethod.Post, "traders/spot:BTCUSDT/start", null),
        })
        {
            using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body) };
            using var answer = await client.SendAsync(request);
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
        }

        return client;
    }

    /// <summary>Sees the requests of orders as they arrive at the venue's web server, which is one of this process.</summary>
    private sealed class OrderWatch : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly List<IDisposable> _subscriptions = [];
        private TaskCompletionSource<long> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public OrderWatch() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

        /// <summary>The moment at which the next one arrives.</summary>
        public Task<long> NextAsync() => (_next = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public void OnNext(DiagnosticListener listener)
        {
            if (listener.Name == "Microsoft.AspNetCore")
                _subscriptions.Add(listener.Subscribe(this, static name => name.StartsWith("Microsoft.AspNetCore.Hosting.HttpRequestIn", StringComparison.Ordinal)));
        }

        public void OnNext(KeyValuePair<string, object?> e)
        {
            if (e is { Key: "Microsoft.AspNetCore.Hosting.HttpRequestIn.Start", Value: HttpContext { Request: { Method: "POST", Path: var path } } }
                && path.StartsWithSegments("/api/v3/order", StringComparison.Ordinal))
            {
                _next.TrySetResult(Stopwatch.GetTimestamp());
            }
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void Dispose() => _subscriptions.ForEach(static s => s.Dispose());
    }
}
