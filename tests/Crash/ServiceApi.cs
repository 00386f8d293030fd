using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TradingBot.Tests.Crash;

/// <summary>What is done with a service that trades on the venue, as its administrator.</summary>
public sealed class ServiceApi(string address, string adminToken) : IDisposable
{
    /// <summary>
    /// How long traders may take to know where they stand, once they run again: a stop or sale that was never answered is sent again
    /// when the first cannot arrive any more, at the earliest after 3 s.
    /// </summary>
    public const long SettleTime = 8_000;

    private readonly HttpClient _admin = ClientOf(address, adminToken);

    /// <summary>Now, as outages and commands are noted.</summary>
    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Makes a user with a key and running traders.</summary>
    public async Task AddUserAsync(string user, string apiKey, string secret, IEnumerable<string> symbols)
    {
        var token = (await SendAsync(_admin, HttpMethod.Post, "users", new JsonObject { ["id"] = user, ["role"] = "trader" }))["token"]!.GetValue<string>();
        using var own = ClientOf(_admin.BaseAddress!.ToString(), token);
        await SendAsync(own, HttpMethod.Put, "me/exchange-keys/testnet", new JsonObject { ["apiKey"] = apiKey, ["secret"] = secret });
        foreach (var symbol in symbols)
        {
            var offset = symbol.Contains("ETH", StringComparison.Ordinal) ? "1" : "5";
            await SendAsync(own, HttpMethod.Put, $"traders/{symbol}", new JsonObject
            {
                ["interval"] = "1m", ["mode"] = "testnet", ["leverage"] = symbol.StartsWith("usdm", StringComparison.Ordinal) ? 3 : 1,
                ["strategy"] = new JsonObject
                {
                    ["name"] = "heikin-ashi-breakout", ["parameters"] = new JsonObject { ["buyOffset"] = offset, ["sellOffset"] = offset },
                },
                ["size"] = new JsonObject { ["kind"] = "quote", ["value"] = "1000" },
                // The one whose account is wiped goes on.
                ["manualChange"] = user == "user-2" ? "adopt" : "pause",
            });
            await SendAsync(own, HttpMethod.Post, $"traders/{symbol}/start");
        }
    }

    /// <summary>All traders as they say they are.</summary>
    public async Task<IReadOnlyList<JsonNode>> TradersAsync() => [.. (await SendAsync(_admin, HttpMethod.Get, "traders?limit=1000"))["items"]!.AsArray().Select(static t => t!)];

    public Task CommandAsync(string user, string symbol, string verb) => SendAsync(_admin, HttpMethod.Post, $"traders/{symbol}/{verb}?user={user}");

    /// <summary>Turns a kill switch on.</summary>
    /// <param name="user">A user's, or null for everybody's.</param>
    /// <param name="positions">What becomes of positions: <c>keep</c> or <c>flatten</c>.</param>
    /// <returns>Whether no trader enters from now on: everybody's holds at once, a user's when all of the user's traders have confirmed.</returns>
    public async Task<bool> KillTradingAsync(string? user, string positions)
    {
        var answer = await SendAsync(_admin, HttpMethod.Put, SwitchOf(user), new JsonObject { ["positions"] = positions });
        return user is null || answer["confirmed"]!.GetValue<bool>();
    }

    /// <summary>Turns it off.</summary>
    public Task ReleaseAsync(string? user) => SendAsync(_admin, HttpMethod.Delete, SwitchOf(user));

    /// <summary>The traders that have something on its way, or a position without its exit.</summary>
    public async Task<IReadOnlyList<JsonNode>> RestlessAsync() => [.. (await TradersAsync()).Where(static t => !IsAtRest(t))];

    public void Dispose() => _admin.Dispose();

    private static string SwitchOf(string? user) => user is null ? "admin/kill-switch" : $"me/kill-switch?user={user}";

    private static bool IsAtRest(JsonNode trader) =>
        trader["inFlight"] is null && trader["entryOrder"] is null && trader["notTrading"] is null
        && (trader["phase"]!.GetValue<string>() == "long") == (trader["exitOrder"] is not null);

    private static async Task<JsonNode> SendAsync(HttpClient client, HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new HttpRequestException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }

    private static HttpClient ClientOf(string address, string token)
    {
        var client = new HttpClient { BaseAddress = new(address), Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
