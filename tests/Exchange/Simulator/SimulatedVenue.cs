using System.Net.Http.Headers;
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
    private readonly TimeProvider _timeProvider;

    private SimulatedVenue(SimulatorServer server, TimeProvider timeProvider)
    {
        (Server, _timeProvider) = (server, timeProvider);
        SpotEndpoint = new()
        {
            RestUrl = server.Address.ToString(), StreamUrl = Ws(""), UserStreamUrl = Ws(""), WebSocketApiUrl = Ws("ws-api/v3"),
        };
        UsdmEndpoint = new()
        {
            RestUrl = server.Address.ToString(), StreamUrl = Ws("market"), UserStreamUrl = Ws("private"), WebSocketApiUrl = Ws("ws-fapi/v1"),
        };
        Spot = new(new(MarketType.Spot, SpotEndpoint, new(), timeProvider));
        Usdm = new(new(MarketType.Usdm, UsdmEndpoint, new(), timeProvider));
    }

    public SimulatorServer Server { get; }

    public BinanceEndpoint SpotEndpoint { get; }

    public BinanceEndpoint UsdmEndpoint { get; }

    public SpotClient Spot { get; }

    public UsdmClient Usdm { get; }

    public BinanceCredentials Key { get; } = BinanceCredentials.Create("test-key", "test-secret");

    /// <summary>A market that stands still until the test moves it.</summary>
    public static Task<SimulatedVenue> StartAsync(string? data = null, int warmUp = 0, double speed = 0) =>
        StartAsync(new SimulatorOptions { Speed = speed, Data = data, WarmUp = warmUp });

    /// <summary>A venue on any free port; its clock and the adapter's are those of the test where it brings one.</summary>
    public static async Task<SimulatedVenue> StartAsync(SimulatorOptions options, TimeProvider? timeProvider = null) =>
        new(await SimulatorServer.StartAsync(options with { Port = 0 }, timeProvider), timeProvider ?? TimeProvider.System);

    /// <summary>A market of minutes that the test writes itself: open, high, low, close of each.</summary>
    public static async Task<SimulatedVenue> StartAsync(params (decimal Open, decimal High, decimal Low, decimal Close)[] minutes)
    {
        using var folder = new TempFolder();
        foreach (var market in new[] { "spot", "usdm" })
        {
            folder.Write(
                $"BTCUSDT-{market}-1m.csv",
                string.Join('\n', minutes.Select((m, i) => $"{1_735_689_600_000 + i * 60_000L},{m.Open},{m.High},{m.Low},{m.Close},10")));
        }

        return await StartAsync(folder.Root);
    }

    public BinanceFeed Feed(StreamSettings? settings = null) => new(Spot, Usdm, SpotEndpoint, UsdmEndpoint, _timeProvider, settings);

    public BinanceVenue Venue(BinanceEnvironment environment = BinanceEnvironment.Testnet)
    {
        var spot = new MarketEndpoints { Live = SpotEndpoint, Testnet = SpotEndpoint, Demo = SpotEndpoint };
        var usdm = new MarketEndpoints { Live = UsdmEndpoint, Testnet = UsdmEndpoint, Demo = UsdmEndpoint };
        return new(new() { Spot = spot, Usdm = usdm }, environment, _timeProvider);
    }

    /// <summary>A request as any client may send it, signed with the key of the first account.</summary>
    public async Task<(int Status, JsonElement Body, HttpResponseHeaders Headers)> SendAsync(
        HttpMethod method, string path, CancellationToken cancellationToken, params (string Name, string Value)[] parameters)
    {
        var signed = new RequestParameters();
        foreach (var (name, value) in parameters)
            signed.Add(name, value);
        signed.Add("timestamp", _timeProvider.GetUtcNow().ToUnixTimeMilliseconds());
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(Server.Address, $"{path}?{signed.ToSignedQuery(Key.Signer)}"));
        request.Headers.Add("X-MBX-APIKEY", Key.ApiKey);
        using var response = await http.SendAsync(request, cancellationToken);
        var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)).RootElement;
        return ((int)response.StatusCode, body, response.Headers);
    }

    /// <summary>The current price of BTCUSDT.</summary>
    public decimal Price(MarketType market)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Server.Address, $"{(market == MarketType.Spot ? "/api/v3" : "/fapi/v1")}/ticker/price?symbol=BTCUSDT"));
        using var response = http.Send(request);
        return decimal.Parse(JsonDocument.Parse(response.Content.ReadAsStream()).RootElement.GetProperty("price").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Minutes(double count) => Server.Advance(TimeSpan.FromMinutes(count));

    public void Fault(string rule) => Server.SetFaults($$"""{"faults":[{{rule}}]}""");

    public List<JsonElement> Log(string kind) =>
        [.. JsonDocument.Parse(Server.ReadLog()).RootElement.EnumerateArray().Where(e => e.GetProperty("kind").GetString() == kind)];

    public async ValueTask DisposeAsync()
    {
        Spot.Connection.Dispose();
        Usdm.Connection.Dispose();
        Key.Dispose();
        await Server.DisposeAsync();
    }

    private string Ws(string path) => $"ws://{Server.Address.Authority}/{path}".TrimEnd('/');
}
