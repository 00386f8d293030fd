using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingBot.Exchange.Binance.Signing;

namespace TradingBot.Tests.Exchange.Simulator;

/// <summary>The WebSocket API as foreign clients use it.</summary>
public sealed class WebSocketApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orders_are_placed_queried_replaced_and_cancelled()
    {
        await using var venue = await SimulatedVenue.StartAsync((100, 100, 100, 100), (100, 110, 99, 108));
        using var client = await Client.ConnectAsync(venue.SpotEndpoint.WebSocketApiUrl);
        (await client.CallAsync("ping")).GetProperty("status").GetInt32().ShouldBe(200);
        (await client.CallAsync("depth", ("symbol", "BTCUSDT"), ("limit", 5))).GetProperty("result").GetProperty("bids")[0][0].GetString().ShouldBe("100.00000000");
        (await client.CallAsync("klines", ("symbol", "BTCUSDT"), ("interval", "1m"))).GetProperty("result").GetArrayLength().ShouldBe(1);

        var subscribed = await client.SignedAsync("userDataStream.subscribe.signature", venue.Key);
        subscribed.GetProperty("result").GetProperty("subscriptionId").GetInt32().ShouldBe(0);
        var placed = await client.SignedAsync("order.place", venue.Key, ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"),
            ("price", "95"), ("quantity", "1"), ("newClientOrderId", "a"));
        placed.GetProperty("result").GetProperty("status").GetString().ShouldBe("NEW", placed.ToString());
        (await client.SignedAsync("order.status", venue.Key, ("symbol", "BTCUSDT"), ("origClientOrderId", "a"))).GetProperty("result").GetProperty("price").GetString().ShouldBe("95.00000000");
        var replaced = await client.SignedAsync("order.cancelReplace", venue.Key, ("symbol", "BTCUSDT"), ("cancelReplaceMode", "STOP_ON_FAILURE"),
            ("cancelOrigClientOrderId", "a"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"), ("price", "96"), ("quantity", "1"), ("newClientOrderId", "b"));
        replaced.GetProperty("result").GetProperty("cancelResult").GetString().ShouldBe("SUCCESS");
        (await client.SignedAsync("openOrders.status", venue.Key, ("symbol", "BTCUSDT"))).GetProperty("result").GetArrayLength().ShouldBe(1);
        (await client.SignedAsync("order.cancel", venue.Key, ("symbol", "BTCUSDT"), ("origClientOrderId", "b"))).GetProperty("result").GetProperty("status").GetString().ShouldBe("CANCELED");
        (await client.SignedAsync("order.cancel", venue.Key, ("symbol", "BTCUSDT"), ("origClientOrderId", "b"))).GetProperty("error").GetProperty("code").GetInt32().ShouldBe(-2011);
        client.Events.Where(e => e.GetProperty("e").GetString() == "executionReport").Select(e => e.GetProperty("x").GetString()).ShouldBe(["NEW", "CANCELED", "NEW", "CANCELED"]);
    }

    [Fact]
    public async Task Futures_orders_go_through_it_too()
    {
        await using var venue = await SimulatedVenue.StartAsync((1000, 1000, 1000, 1000), (1000, 1100, 990, 1080));
        using var client = await Client.ConnectAsync(venue.UsdmEndpoint.WebSocketApiUrl);
        (await client.SignedAsync("order.place", venue.Key, ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "MARKET"), ("quantity", "1")))
            .GetProperty("result").GetProperty("status").GetString().ShouldBe("FILLED");
        (await client.SignedAsync("algoOrder.place", venue.Key, ("algoType", "CONDITIONAL"), ("symbol", "BTCUSDT"), ("side", "SELL"), ("type", "STOP_MARKET"),
            ("triggerPrice", "950"), ("closePosition", "true"), ("clientAlgoId", "stop"))).GetProperty("result").GetProperty("algoStatus").GetString().ShouldBe("NEW");
        (await client.SignedAsync("v2/account.position", venue.Key)).GetProperty("result")[0].GetProperty("positionAmt").GetString().ShouldBe("1");
        (await client.SignedAsync("algoOrder.cancel", venue.Key, ("clientAlgoId", "stop"))).GetProperty("result").GetProperty("code").GetString().ShouldBe("200");
    }

    [Fact]
    public async Task A_session_that_has_logged_on_needs_no_more_signatures()
    {
        using var ecKey = new TempFolder();
        var accounts = ecKey.Write("accounts.json", JsonSerializer.Serialize(new[] { new { apiKey = "ed", publicKey = Pem.Public, spot = new { USDT = "1000" } } }));
        await using var venue = await SimulatedVenue.StartAsync(new TradingBot.Simulator.SimulatorOptions { Speed = 0, AccountsFile = accounts });
        using var key = BinanceCredentials.Create("ed", Pem.Private);
        using var client = await Client.ConnectAsync(venue.SpotEndpoint.WebSocketApiUrl);
        (await client.CallAsync("userDataStream.subscribe")).GetProperty("status").GetInt32().ShouldBe(401);
        (await client.CallAsync("account.status", ("timestamp", Client.Now))).GetProperty("error").GetProperty("code").GetInt32().ShouldBe(-2014);

        (await client.SignedAsync("session.logon", key)).GetProperty("result").GetProperty("apiKey").GetString().ShouldBe("ed");
        (await client.CallAsync("account.status", ("timestamp", Client.Now))).GetProperty("result").GetProperty("balances")[0].GetProperty("free").GetString().ShouldBe("1000.00000000");
        (await client.CallAsync("account.status", ("timestamp", Client.Now - 60_000))).GetProperty("error").GetProperty("code").GetInt32().ShouldBe(-1021);
        (await client.CallAsync("userDataStream.subscribe")).GetProperty("result").GetProperty("subscriptionId").GetInt32().ShouldBe(0);
        (await client.CallAsync("session.subscriptions")).GetProperty("result").GetArrayLength().ShouldBe(1);
        (await client.CallAsync("session.status")).GetProperty("result").GetProperty("userDataStream").GetBoolean().ShouldBeTrue();
        (await client.CallAsync("session.logout")).GetProperty("result").GetProperty("apiKey").ValueKind.ShouldBe(JsonValueKind.Null);
        (await client.CallAsync("account.status", ("timestamp", Client.Now))).GetProperty("error").GetProperty("code").GetInt32().ShouldBe(-2014);
    }

    [Fact]
    public async Task Only_an_ed25519_key_can_log_on()
    {
        await using var venue = await SimulatedVenue.StartAsync();
        using var client = await Client.ConnectAsync(venue.SpotEndpoint.WebSocketApiUrl);
        (await client.SignedAsync("session.logon", venue.Key)).GetProperty("error").GetProperty("msg").GetString()!.ShouldContain("Ed25519");
        (await client.CallAsync("no.such.method")).GetProperty("error").GetProperty("msg").GetString().ShouldBe("There is no method 'no.such.method'.");
    }

    private static class Pem
    {
        // The first test key of RFC 8032.
        public const string Private = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";

        public static string Public => PemEncoding.WriteString("PUBLIC KEY", [
            .. Convert.FromHexString("302a300506032b6570032100"), .. Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
        ]);
    }

    private sealed class Client : IDisposable
    {
        private readonly ClientWebSocket _socket = new();
        private int _lastId;

        public static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        public List<JsonElement> Events { get; } = [];

        public static async Task<Client> ConnectAsync(string url)
        {
            var client = new Client();
            await client._socket.ConnectAsync(new(url), Cancellation);
            return client;
        }

        public Task<JsonElement> SignedAsync(string method, BinanceCredentials key, params (string Name, object Value)[] parameters)
        {
            var signed = new RequestParameters();
            (string Name, object Value)[] all = [.. parameters, ("apiKey", key.ApiKey), ("timestamp", Now)];
            foreach (var (name, value) in all)
                signed.Add(name, value.ToString());
            return CallAsync(method, [.. all, ("signature", signed.SignSorted(key.Signer))]);
        }

        public async Task<JsonElement> CallAsync(string method, params (string Name, object Value)[] parameters)
        {
            var id = ++_lastId;
            var values = new JsonObject(parameters.Select(p => KeyValuePair.Create(p.Name, JsonSerializer.SerializeToNode(p.Value))));
            var text = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = values }.ToJsonString();
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Cancellation);
            while (true)
            {
                var message = await ReceiveAsync();
                if (message.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
                    return message;
                Events.Add(message.GetProperty("event"));
            }
        }

        public void Dispose() => _socket.Dispose();

        private async Task<JsonElement> ReceiveAsync()
        {
            using var stream = new MemoryStream();
            var buffer = new byte[16 * 1024];
            ValueWebSocketReceiveResult received;
            do
            {
                received = await _socket.ReceiveAsync(buffer.AsMemory(), Cancellation);
                stream.Write(buffer, 0, received.Count);
            }
            while (!received.EndOfMessage);
            return JsonDocument.Parse(stream.ToArray()).RootElement;
        }
    }
}
