using System.Text.Json;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.Binance.Rest;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Spot;
using TradingBot.Exchange.Binance.Streams;
using TradingBot.Exchange.Binance.Usdm;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Simulator;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Simulator;

/// <summary>A simulator on a loopback port, and the adapter connected to it over real sockets.</summary>
internal sealed class SimulatedVenue : IAsyncDisposable
{
    private SimulatedVenue(SimulatorServer server)
    {
        Server = server;
        SpotEndpoint = new()
        {
            RestUrl = server.Address.ToString(), StreamUrl = Ws(""), UserStreamUrl = Ws(""), WebSocketApiUrl = Ws("ws-api/v3"),
        };
        UsdmEndpoint = new()
        {
            RestUrl = server.Address.ToString(), StreamUrl = Ws("market"), UserStreamUrl = Ws("private"), WebSocketApiUrl = Ws("ws-fapi/v1"),
        };
        Spot = new(new(MarketType.Spot, SpotEndpoint, 5_000, TimeProvider.System));
        Usdm = new(new(MarketType.Usdm, UsdmEndpoint, 5_000, TimeProvider.System));
    }

    public SimulatorServer Server { get; }

    public BinanceEndpoint SpotEndpoint { get; }

    public BinanceEndpoint UsdmEndpoint { get; }

    public SpotClient Spot { get; }

    public UsdmClient Usdm { get; }

    public BinanceCredentials Key { get; } = BinanceCredentials.Create("test-key", "test-secret");

    /// <summary>A market that stands still until the test moves it.</summary>
    public static async Task<SimulatedVenue> StartAsync(string? data = null, int warmUp = 0, double speed = 0, string? accounts = null) =>
        new(await SimulatorServer.StartAsync(new() { Port = 0, Speed = speed, Data = data, WarmUp = warmUp, AccountsFile = accounts }));

    /// <summary>A market of minutes that the test writes itself: open, high, low, close of each.</summary>
    public static async Task<SimulatedVenue> StartAsync(params (decimal Open, decimal High, decimal Low, decimal Close)[] minutes)
    {
        var folder = Directory.CreateTempSubdirectory("tradingbot-sim-");
        foreach (var market in new[] { "spot", "usdm" })
        {
            await File.WriteAllLinesAsync(
                Path.Combine(folder.FullName, $"BTCUSDT-{market}-1m.csv"),
                minutes.Select((m, i) => $"{1_735_689_600_000 + i * 60_000L},{m.Open},{m.High},{m.Low},{m.Close},10"));
        }

        return await StartAsync(folder.FullName);
    }

    public BinanceFeed Feed(StreamSettings? settings = null) => new(Spot, Usdm, SpotEndpoint, UsdmEndpoint, TimeProvider.System, settings);

    public BinanceVenue Venue(BinanceEnvironment environment = BinanceEnvironment.Testnet)
    {
        var spot = new MarketEndpoints { Live = SpotEndpoint, Testnet = SpotEndpoint, Demo = SpotEndpoint };
        var usdm = new MarketEndpoints { Live = UsdmEndpoint, Testnet = UsdmEndpoint, Demo = UsdmEndpoint };
        return new(new() { Spot = spot, Usdm = usdm }, environment, TimeProvider.System);
    }

    public void Minutes(double count) => Server.Advance(TimeSpan.FromMinutes(count));

    public void Fault(string rule) => Server.SetFaults($$"""{"faults":[{{rule}}]}""");

    public List<JsonElement> Log(string kind) =>
        [.. JsonDocument.Parse(Server.ReadLog()).RootElement.EnumerateArray().Where(e => e.GetProperty("kind").GetString() == kind)];

    /// <summary>Waits until something is so; for what happens on other threads and sockets.</summary>
    public static async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(20));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
            await timer.WaitForNextTickAsync(timeout.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Spot.Connection.Dispose();
        Usdm.Connection.Dispose();
        Key.Dispose();
        await Server.DisposeAsync();
    }

    private string Ws(string path) => $"ws://{Server.Address.Authority}/{path}".TrimEnd('/');
}
