using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.Silo.Hosting;

namespace TradingBot.Tests.Api;

/// <summary>The whole service on a port and in a folder of its own: what all API tests talk to.</summary>
public sealed class ApiService : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private WebApplication? _app;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The administrator's token.</summary>
    public string Token { get; private set; } = "";

    /// <summary>A client with the administrator's token.</summary>
    public HttpClient Admin { get; private set; } = null!;

    /// <summary>The data folder.</summary>
    public string Data => _folder.PathOf("data");

    public IServiceProvider Services => _app!.Services;

    public static async Task<ApiService> StartAsync(
        bool demo = false, string speed = "1", TimeProvider? time = null, params IEnumerable<(string Name, string Value)> settings)
    {
        var service = new ApiService();
        await service.StartAgainAsync(demo, speed, time, settings);
        return service;
    }

    public async Task StartAgainAsync(
        bool demo = false, string speed = "1", TimeProvider? time = null, params IEnumerable<(string Name, string Value)> settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Data:Directory"] = Data,
            ["Http:Port"] = "0",
            ["MarketData:Speed"] = speed,
            ["Logging:LogLevel:Default"] = "None",
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        _app = ServiceHost.Build(new(demo, all, time), TextWriter.Null);
        await _app.StartAsync();
        Token = await _app.Services.GetRequiredService<AdminAccess>().EnsureAsync(CancellationToken.None);
        Address = new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Admin = ClientOf(Token);
    }

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
        _folder.Dispose();
    }
}
