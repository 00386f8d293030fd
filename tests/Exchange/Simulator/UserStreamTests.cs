using System.Text.Json;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Streams;
using TradingBot.Exchange.Binance.UserData;
using TradingBot.MarketData;
using TradingBot.Tests.Exchange.Binance;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Simulator;

public sealed class UserStreamTests
{
    private static readonly StreamSettings Quick = new() { FirstBackoff = TimeSpan.FromMilliseconds(20), LastBackoff = TimeSpan.FromMilliseconds(100) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_accounts_share_a_connection_and_the_next_one_gets_another()
    {
        const int Accounts = 1_001;
        using var folder = new TempFolder();
        var file = folder.Write(
            "accounts.json",
            JsonSerializer.Serialize(Enumerable.Range(0, Accounts).Select(i => new { apiKey = $"key-{i}", secret = "s", spot = new { USDT = "100000" } })));
        await using var venue = await SimulatedVenue.StartAsync(new TradingBot.Simulator.SimulatorOptions { Speed = 0, AccountsFile = file });
        await using var streams = new SpotUserStreams(new(venue.SpotEndpoint.WebSocketApiUrl), venue.Spot.Connection, Quick, TimeProvider.System);
        var sinks = Enumerable.Range(0, Accounts).Select(_ => new Sink()).ToArray();
        var keys = Enumerable.Range(0, Accounts).Select(i => BinanceCredentials.Create($"key-{i}", "s")).ToArray();
        var members = keys.Zip(sinks, streams.Add).ToArray();

        await Poll.UntilAsync(() => sinks.All(s => s.Connected));
        venue.Log("subscribe").GroupBy(e => e.GetProperty("connection").GetInt32()).Select(g => g.Count()).Order().ShouldBe([1, 1_000]);

        foreach (var i in new[] { 0, 999, 1_000 })
            (await venue.Spot.PlaceAsync(keys[i], TestVenue.Order(MarketType.Spot, OrderType.Market, quantity: "0.01", id: $"tb-{i}"), Cancellation)).OrThrow();
        await Poll.UntilAsync(() => sinks.Sum(s => s.Events.Count) == 6);
        await Poll.UntilAsync(() => sinks[1_000].Balances.GetValueOrDefault("BTC") == 0.00999m);
        sinks[999].Events.Select(e => (e.ClientOrderId, e.Status)).ShouldBe([("tb-999", "NEW"), ("tb-999", "FILLED")]);

        // A place that becomes free is taken before a third connection is opened.
        members[7].Dispose();
        await Poll.UntilAsync(() => venue.Log("unsubscribe"), static log => log.Count >= 1);
        var late = new Sink();
        streams.Add(keys[7], late);
        await Poll.UntilAsync(() => late.Connected);
        venue.Log("subscribe").Select(e => e.GetProperty("connection").GetInt32()).Distinct().Count().ShouldBe(2);
        foreach (var key in keys)
            key.Dispose();
    }

    [Fact]
    public async Task After_a_broken_connection_all_accounts_are_subscribed_anew()
    {
        await using var venue = await SimulatedVenue.StartAsync();
        await using var streams = new SpotUserStreams(new(venue.SpotEndpoint.WebSocketApiUrl), venue.Spot.Connection, Quick, TimeProvider.System);
        var sinks = new[] { new Sink(), new Sink() };
        foreach (var sink in sinks)
            streams.Add(venue.Key, sink);
        await Poll.UntilAsync(() => sinks.All(s => s.Connected));
        venue.Fault("""{"kind":"drop-sockets","count":1}""");
        await Poll.UntilAsync(() => sinks.All(s => s.Lost == 1 && s.Connected));
        (await venue.Spot.PlaceAsync(venue.Key, TestVenue.Order(MarketType.Spot, OrderType.Market), Cancellation)).OrThrow();
        await Poll.UntilAsync(() => sinks.All(s => s.Events.Count == 2));
    }

    [Fact]
    public async Task A_key_that_is_refused_is_tried_less_and_less_often_and_disturbs_no_other()
    {
        var time = new ManualTimeProvider();
        await using var venue = await SimulatedVenue.StartAsync(new() { Speed = 0 }, time);
        await using var streams = new SpotUserStreams(new(venue.SpotEndpoint.WebSocketApiUrl), venue.Spot.Connection, Quick, time);
        var (good, bad) = (new Sink(), new Sink());
        using var stranger = BinanceCredentials.Create("nobody", "s");
        streams.Add(stranger, bad);
        streams.Add(venue.Key, good);
        await Poll.UntilAsync(() => good.Connected);
        int Tries() => venue.Log("request").Count(r => r.GetProperty("account").GetString() == "nobody");
        await Poll.UntilAsync(() => Tries() == 1);
        foreach (var pause in new[] { 5, 10, 20, 40 })
        {
            var before = Tries();
            // The adapter waits for the pause only once it has read the refusal.
            await time.AdvanceUntilAsync(() => Tries() > before, TimeSpan.FromSeconds(pause) / 50);
        }

        good.Connected.ShouldBeTrue();
        bad.Connected.ShouldBeFalse();
    }

    [Fact]
    public async Task A_listen_key_is_kept_alive_and_one_that_has_expired_replaced()
    {
        var time = new ManualTimeProvider();
        await using var venue = await SimulatedVenue.StartAsync(new() { Speed = 0 }, time);
        var sink = new Sink();
        await using var stream = new UsdmUserStream(new(venue.UsdmEndpoint.UserStreamUrl), venue.Usdm, venue.Key, sink, Quick, time);
        await Poll.UntilAsync(() => sink.Connected);

        int Requests(string method) => venue.Log("request").Count(r => r.GetProperty("request").GetString() == $"{method} /fapi/v1/listenKey");
        for (var i = 1; i <= 3; i++)
        {
            time.Advance(TimeSpan.FromMinutes(30));
            // The clock may pass the time limit of a request that is still on its way: it is sent again.
            await Poll.UntilAsync(() => Requests("PUT") >= i);
        }

        // 90 minutes: without the keep-alive it would have ended.
        Requests("POST").ShouldBe(1);
        sink.Lost.ShouldBe(0);

        // It ends all the same, as when the venue restarts: the stream reports itself broken, which makes its owner reconcile.
        venue.Fault("""{"kind":"http-error","method":"PUT","path":"/fapi/v1/listenKey","status":400,"code":-1125,"msg":"This listenKey does not exist.","executed":false}""");
        (await venue.Usdm.CloseListenKeyAsync(venue.Key, Cancellation)).Error.ShouldBeNull();
        time.Advance(TimeSpan.FromMinutes(30));
        // The clock may have passed the time limit of the keep-alive before: the next one comes a minute later.
        await time.AdvanceUntilAsync(() => sink.Lost > 0, TimeSpan.FromSeconds(1));
        await time.AdvanceUntilAsync(() => sink.Connected && Requests("POST") > 1, TimeSpan.FromMilliseconds(50));
        (await venue.Usdm.PlaceAsync(venue.Key, TestVenue.Order(MarketType.Usdm, OrderType.Market), "BOTH", Cancellation)).OrThrow();
        await Poll.UntilAsync(() => sink.Events.Any(e => e.IsTrade));
    }

    [Fact]
    public async Task An_expired_listen_key_leads_to_a_new_one()
    {
        var time = new ManualTimeProvider();
        await using var venue = await SimulatedVenue.StartAsync(new() { Speed = 0 }, time);
        var sink = new Sink();
        await using var stream = new UsdmUserStream(new(venue.UsdmEndpoint.UserStreamUrl), venue.Usdm, venue.Key, sink, Quick, time);
        await Poll.UntilAsync(() => sink.Connected);
        // Keep-alives that never arrive: after 60 minutes the venue says listenKeyExpired.
        venue.Fault("""{"kind":"http-error","method":"PUT","path":"/fapi/v1/listenKey","executed":false}""");
        await time.AdvanceUntilAsync(() => sink.Lost == 1, TimeSpan.FromMinutes(1));
        venue.Log("event").Select(e => e.GetProperty("event").GetProperty("e").GetString()).ShouldBe(["listenKeyExpired"]);
        venue.Server.SetFaults("{}");
        await time.AdvanceUntilAsync(() => sink.Connected, TimeSpan.FromMilliseconds(50));
        (await venue.Usdm.PlaceAsync(venue.Key, TestVenue.Order(MarketType.Usdm, OrderType.Market), "BOTH", Cancellation)).OrThrow();
        await Poll.UntilAsync(() => sink.Events.Any(e => e.IsTrade));
    }

    private sealed class Sink : IUserDataSink
    {
        private readonly Lock _gate = new();
        private readonly List<OrderEvent> _events = [];

        public Dictionary<string, decimal> Balances { get; } = [];

        public bool Connected { get; private set; }

        public int Lost { get; private set; }

        public List<OrderEvent> Events
        {
            get
            {
                lock (_gate)
                    return [.. _events];
            }
        }

        public void OnOrder(OrderEvent e)
        {
            lock (_gate)
                _events.Add(e);
        }

        public void OnBalance(string asset, decimal total, decimal free)
        {
            lock (_gate)
                Balances[asset] = total;
        }

        public void OnState(bool connected)
        {
            Lost += Connected && !connected ? 1 : 0;
            Connected = connected;
        }
    }
}
