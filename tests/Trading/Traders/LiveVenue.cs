using System.Collections.Immutable;
using TradingBot.Exchange;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Tests.Support;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>A venue that does what a test tells it, and the trader on it.</summary>
internal sealed class LiveVenue : ILiveExchange, ICandleHistory
{
    private static readonly MarketSymbol Id = new(MarketType.Usdm, "BTCUSDT");

    private readonly List<ExecutionReport> _reports = [];
    private readonly List<Candle> _candles = [];
    private long _sequence = 1_000;

    public LiveVenue() => Restart();

    public TraderState State { get; private set; } = new();

    public Trader Trader { get; private set; } = null!;

    public ManualTimeProvider Time { get; } = new();

    /// <summary>Everything that was asked of the venue, in words.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Orders that were placed or that replaced others.</summary>
    public List<OrderRequest> Sent { get; } = [];

    /// <summary>The answer to the next command; accepted after that.</summary>
    public VenueAnswer? Next { get; set; }

    /// <summary>What the venue says of an intent.</summary>
    public Func<long, VenueKnowledge> Knows { get; set; } = _ => VenueKnowledge.Unknown;

    /// <summary>The venue cannot be asked.</summary>
    public bool IsDown { get; set; }

    /// <summary>Called after a cancel.</summary>
    public Action OnCancel { get; set; } = () => { };

    public VenueHistory History { get; set; }

    public SymbolInfo Symbol { get; } = new(Id, "BTC", "USDT", F(1), F(1), F(1), F(1_000), default);

    public Fixed8 FeeRate => default;

    public TimeSpan LifetimeOf(bool isExit) => TimeSpan.FromSeconds(isExit ? 3 : 5);

    public Action? Reported { get; set; }

    public void Resume(long acknowledged, ImmutableArray<(long OrderId, Fixed8 Filled)> open) => Resumed = (acknowledged, open);

    /// <summary>Where the trader has said that it goes on.</summary>
    public (long Acknowledged, ImmutableArray<(long OrderId, Fixed8 Filled)> Open) Resumed { get; private set; }

    public static TraderSettings Settings { get; } = new(
        CandleInterval.OneMinute, StrategySettings.Breakout("2", "1"), new(SizeKind.Fixed, F(5)), Mode: TradingMode.Testnet);

    public static Fixed8 F(int value) => new(value * Fixed8.Scale);

    /// <summary>A running trader, connected.</summary>
    public static async Task<LiveVenue> StartAsync()
    {
        var venue = new LiveVenue();
        (await venue.Trader.ConfigureAsync(Settings)).ShouldBeEmpty();
        (await venue.Trader.StartAsync()).ShouldBeEmpty();
        await venue.Trader.ConnectAsync(venue);
        return venue;
    }

    /// <summary>A trader in a position of 5, entered at 110, stop at 89.</summary>
    public static async Task<LiveVenue> StartLongAsync()
    {
        var venue = await StartAsync();
        await venue.CloseAsync(0, 100, 110, 90, 100);
        venue.Fill(venue.Sent[0], 110);
        await venue.Trader.LookAsync();
        venue.Sent[^1].ShouldSatisfyAllConditions(
            exit => exit.Side.ShouldBe(OrderSide.Sell), exit => exit.Trigger.ShouldBe(F(89)), exit => exit.Quantity.ShouldBe(F(5)));
        return venue;
    }

    /// <summary>The trader is made anew from its state, not yet connected.</summary>
    public void Restart() =>
        Trader = new(new("alice", Id), State, Symbol, null, this, StrategyCatalog.BuiltIn, default, () => Task.CompletedTask, null, Time);

    /// <summary>A candle closes and is brought to the trader.</summary>
    public Task CloseAsync(int minute, int open, int high, int low, int close)
    {
        var candle = Remember(minute, open, high, low, close);
        return Trader.OnCandleAsync(new(candle, _candles.Count > 1 ? _candles[^2].OpenTime : -1));
    }

    /// <summary>A candle closes, and the trader does not hear of it.</summary>
    public Candle Remember(int minute, int open, int high, int low, int close)
    {
        _candles.Add(new(minute * 60_000L, F(open), F(high), F(low), F(close), 1));
        return _candles[^1];
    }

    public void Fill(OrderRequest order, int price, int? quantity = null) => _reports.Add(new(
        ++_sequence, order.Id, ExecutionKind.Fill, order.Side, F(price), quantity is { } q ? F(q) : order.Quantity, default, false,
        _candles[^1].OpenTime + 60_007, OrderStatus.Filled));

    public Task<VenueStep> AdvanceAsync(Candle candle, long acknowledged)
    {
        Ask("advance");
        _reports.RemoveAll(r => r.Sequence <= acknowledged);
        return Task.FromResult(new VenueStep([.. _reports], _reports.Count == 0, F(100_000)));
    }

    public Task<VenueAnswer> PlaceAsync(OrderRequest order) => AnswerAsync($"place {order.Side} {order.Id}", order);

    public async Task<VenueAnswer> CancelAsync(long orderId)
    {
        var answer = await AnswerAsync($"cancel {orderId}", null);
        OnCancel();
        return answer;
    }

    public Task<VenueAnswer> ReplaceAsync(long orderId, OrderRequest order) => AnswerAsync($"replace {orderId} {order.Id}", order);

    public Task<VenueKnowledge> FindAsync(long orderId)
    {
        Ask($"find {orderId}");
        return Task.FromResult(Knows(orderId));
    }

    /// <summary>What a look at the venue shows; null when there is none.</summary>
    public VenueSurvey? Survey { get; set; }

    public Task<VenueSurvey?> SurveyAsync(bool withHolding)
    {
        Ask(withHolding ? "survey with holding" : "survey");
        return Task.FromResult(Survey is { } s && !withHolding ? s with { Holding = null } : Survey);
    }

    public void Distrust() => Calls.Add("distrust");

    public Task<VenueHistory> GetHistoryAsync()
    {
        Ask("history");
        return Task.FromResult(History);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    Task<ImmutableArray<Candle>> ICandleHistory.GetAsync(CandleSeries series, long? from, long? to, int limit)
    {
        var found = _candles.Where(c => c.OpenTime >= (from ?? 0) && c.OpenTime <= (to ?? long.MaxValue)).ToList();
        return Task.FromResult<ImmutableArray<Candle>>([.. from is null ? found.TakeLast(limit) : found.Take(limit)]);
    }

    private Task<VenueAnswer> AnswerAsync(string call, OrderRequest? order)
    {
        Ask(call);
        if (order is not null)
            Sent.Add(order);
        var answer = Next ?? VenueAnswer.Accepted;
        Next = null;
        return Task.FromResult(answer);
    }

    private void Ask(string call)
    {
        Calls.Add(call);
        if (IsDown)
            throw new VenueUnavailableException("the venue is down");
    }
}
