using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.Silo.Hosting;
using TradingBot.Simulator;

namespace TradingBot.Tests.Api;

/// <summary>The whole service on a port and in a folder of its own: what all API tests talk to.</summary>
public sealed class ApiService : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly (string Name, string Value)[] _settings;
    private WebApplication? _app;

    private ApiService(SimulatorServer simulator, IEnumerable<(string Name, string Value)> settings) => (Simulator, _settings) = (simulator, [.. settings]);

    /// <summary>All of Binance's venues, as far as the service knows; its market stands still until a test moves it.</summary>
    public SimulatorServer Simulator { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The administrator's token.</summary>
    public string Token { get; private set; } = "";

    /// <summary>A client with the administrator's token.</summary>
    public HttpClient Admin { get; private set; } = null!;

    /// <summary>The data folder.</summary>
    public string Data => _folder.PathOf("data");

    public IServiceProvider Services => _app!.Services;

    /// <param name="demo">With the demo's users.</param>
    /// <param name="speed">Speed of the service's own market.</param>
    /// <param name="time">The service's clock.</param>
    /// <param name="accounts">The venue's accounts, as <c>--accounts</c> takes them; null for test-key.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<ApiService> StartAsync(
        bool demo = false, string speed = "1", TimeProvider? time = null, string? accounts = null, params IEnumerable<(string Name, string Value)> settings)
    {
        using var folder = new TempFolder();
        var simulator = await SimulatorServer.StartAsync(
            new() { Port = 0, Speed = 0, AccountsFile = accounts is null ? null : folder.Write("accounts.json", accounts) });
        var service = new ApiService(simulator, settings);
        await service.StartAgainAsync(demo, speed, time);
        return service;
    }

    public async Task StartAgainAsync(bool demo = false, string speed = "1", TimeProvider? time = null)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Data:Directory"] = Data,
            ["Http:Port"] = "0",
            ["MarketData:Speed"] = speed,
            ["Logging:LogLevel:Default"] = "None",
            ["Limits:RequestsPerSecond"] = "0",
            ["Limits:AddressRequestsPerSecond"] = "0",
            ["Limits:GuessesPerMinute"] = "0",
        };
        foreach (var (name, value) in VenueSettings().Concat(_settings))
            all[name] = value;
        var app = ServiceHost.Build(new(demo, all, time), TextWriter.Null);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        _app = app;
        Token = (await _app.Services.GetRequiredService<AdminAccess>().EnsureAsync(CancellationToken.None))!;
        Address = new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Admin = ClientOf(Token);
    }

    public bool IsRunning => _app is not null;

    public async Task StopAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        _app = null;
    }

    public HttpClient ClientOf(string? token)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Makes a user, and gives a client with the user's token.</summary>
    public async Task<HttpClient> NewUserAsync(string id, string role = "trader")
    {
        using var answer = await Admin.PostAsJsonAsync("/api/v1/users", new { id, role });
        answer.EnsureSuccessStatusCode();
        return ClientOf((await answer.Content.ReadFromJsonAsync<JsonObject>())!["token"]!.GetValue<string>());
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await StopAsync();
        await Simulator.DisposeAsync();
        _folder.Dispose();
    }

    private IEnumerable<(string Name, string Value)> VenueSettings()
    {
        var host = Simulator.Address.Authority;
        foreach (var venue in new[] { "Live", "Testnet", "Demo" })
        {
            foreach (var (market, stream, user, api) in new[] { ("Spot", "", "", "/ws-api/v3"), ("Usdm", "/market", "/private", "/ws-fapi/v1") })
            {
                yield return ($"Binance:{market}:{venue}:RestUrl", $"http://{host}");
                yield return ($"Binance:{market}:{venue}:StreamUrl", $"ws://{host}{stream}");
                yield return ($"Binance:{market}:{venue}:UserStreamUrl", $"ws://{host}{user}");
                yield return ($"Binance:{market}:{venue}:WebSocketApiUrl", $"ws://{host}{api}");
            }
        }
    }
}
