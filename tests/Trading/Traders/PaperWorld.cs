using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using TradingBot.Exchange;
using TradingBot.Exchange.Simulation;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Risk;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>The process, or the connection, ends here.</summary>
internal sealed class BrokenOffException : Exception;

/// <summary>
/// One trader on a simulated account, each with a durable copy as JSON that is written when the grains would write it. A test may break
/// off at any step; what is in memory is then lost, and the two are made anew from what is durable.
/// </summary>
internal sealed class PaperWorld : IExchange, ICandleHistory
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly SymbolInfo _symbol;
    private readonly Fixed8 _fee;
    private readonly SimulationOptions _options;
    private readonly List<Trade> _trades = [];
    private readonly Dictionary<CandleInterval, List<Candle>> _history = [];
    private string _durableTrader;
    private string _durableAccount;
    private TraderState _state = null!;
    private SimulatedAccount _account = null!;

    public PaperWorld(SymbolInfo symbol, Fixed8 cash, Fixed8 fee, SimulationOptions? options = null)
    {
        (_symbol, _fee, _options) = (symbol, fee, options ?? new());
        _durableTrader = JsonSerializer.Serialize(new TraderState(), Json);
        _durableAccount = JsonSerializer.Serialize(
            new SimulatedAccountState { Balances = { ["USDT"] = cash }, FuturesBalances = { ["USDT"] = cash } }, Json);
        Restart();
    }

    /// <summary>Called at every step; throws to break off there. Says where.</summary>
    public Action<string> OnStep { get; set; } = _ => { };

    /// <summary>What becomes of the next command: null carries it out and answers, else see <see cref="Loss"/>.</summary>
    public Func<Loss> NextLoss { get; set; } = () => Loss.None;

    /// <summary>Told of every order that is on its way to the exchange, whatever becomes of it.</summary>
    public Action<OrderRequest> OnOrder { get; set; } = _ => { };

    /// <summary>Who stands above the trader; takes effect at the next restart.</summary>
    public IEntryGate? Gate { get; set; }

    /// <summary>The clock that candles carry the time of; null for none. Takes effect at the next restart.</summary>
    public TimeProvider? Clock { get; set; }

    public Trader Trader { get; private set; } = null!;

    public TraderState State => _state;

    /// <summary>All closed trades, also those that the trader itself has forgotten.</summary>
    public IReadOnlyList<Trade> Trades => _trades;

    public int Saves { get; private set; }

    public IReadOnlyList<SimulatedOrder> OpenOrders => Book()?.Orders ?? [];

    public Fixed16 Cash => (_symbol.Id.Market == MarketType.Spot ? Account.Balances : Account.FuturesBalances)["USDT"];

    public Fixed16 Held => _symbol.Id.Market == MarketType.Spot ? Account.Balances.GetValueOrDefault("BTC") : Book()?.Quantity ?? default;

    private SimulatedAccountState Account
    {
        get
        {
            _account.Flush();
            return _account.State;
        }
    }

    /// <summary>All that must be the same however the way there was: the trader, the money and the orders.</summary>
    public string Describe() => JsonSerializer.Serialize(new
    {
        _state.Trading.Phase, _state.Trading.Candle, _state.Trading.Held, _state.Trading.Stop, _state.Trading.LastOrderId,
        _state.Trading.Entry, _state.Trading.Exit, _state.Trading.Trade, InFlight = _state.Trading.InFlight.Kind,
        _state.Totals, Trades = _trades, _state.StrategyMemory, _state.RunState, Cash, Base = Held, OpenOrders,
    });

    public async Task ConfigureAndStartAsync(TraderSettings settings)
    {
        (await Trader.ConfigureAsync(settings)).ShouldBeEmpty();
        (await Trader.StartAsync()).ShouldBeEmpty();
    }

    /// <summary>The candle closes: it is history, and is brought to the trader until the trader has taken it.</summary>
    public async Task CloseAsync(Candle candle, CandleInterval? interval = null, int attempts = 1)
    {
        var series = Remember(candle, interval ?? CandleInterval.OneMinute);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Trader.OnCandleAsync(new(candle, series.Count > 1 ? series[^2].OpenTime : -1));
                break;
            }
            catch (Exception e) when (e is BrokenOffException or TimeoutException or InvalidOperationException && attempt < attempts)
            {
                Restart();
            }
        }

        CollectTrades();
    }

    /// <summary>The candle closes, and the trader does not hear of it.</summary>
    public List<Candle> Remember(Candle candle, CandleInterval interval)
    {
        if (!_history.TryGetValue(interval, out var series))
            _history.Add(interval, series = []);
        if (series.Count == 0 || series[^1].OpenTime < candle.OpenTime)
            series.Add(candle);
        return series;
    }

    public void Forget(Predicate<Candle> candles) => _history.Values.ToList().ForEach(s => s.RemoveAll(candles));

    public void CollectTrades()
    {
        while (_trades.Count < _state.Totals.Trades)
            _trades.Add(_state.Trades[^(_state.Totals.Trades - _trades.Count)]);
    }

    /// <summary>Everything in memory is lost.</summary>
    public void Restart()
    {
        RestartAccount();
        RestartTrader();
    }

    public void RestartTrader()
    {
        _state = JsonSerializer.Deserialize<TraderState>(_durableTrader, Json)!;
        Trader = new(new("alice", _symbol.Id), _state, _symbol, this, this, StrategyCatalog.BuiltIn, _fee, SaveAsync, time: Clock, gate: Gate, isRealTime: Clock is not null);
    }

    public void RestartAccount() =>
        _account = new(JsonSerializer.Deserialize<SimulatedAccountState>(_durableAccount, Json)!, _fee, _fee, _options);

    Task<VenueStep> IExchange.AdvanceAsync(Candle candle, long acknowledged)
    {
        OnStep("before advance");
        var step = _account.Advance(_symbol, candle, acknowledged, out var changed);
        if (changed)
            SaveAccount();
        OnStep("after advance");
        return Task.FromResult(step);
    }

    Task<VenueAnswer> IExchange.PlaceAsync(OrderRequest order)
    {
        OnOrder(order);
        return CommandAsync("place", () => _account.Place(_symbol, order));
    }

    Task<VenueAnswer> IExchange.CancelAsync(long orderId) => CommandAsync("cancel", () => _account.Cancel(_symbol, orderId));

    Task<VenueAnswer> IExchange.ReplaceAsync(long orderId, OrderRequest order)
    {
        OnOrder(order);
        return CommandAsync("replace", () => _account.Replace(_symbol, orderId, order));
    }

    Task<VenueKnowledge> IExchange.FindAsync(long orderId)
    {
        OnStep("before find");
        return Task.FromResult(_account.Find(_symbol, orderId));
    }

    Task<ImmutableArray<Candle>> ICandleHistory.GetAsync(CandleSeries series, long? from, long? to, int limit)
    {
        OnStep("history");
        var found = _history.GetValueOrDefault(series.Interval, [])
            .Where(c => c.OpenTime >= (from ?? 0) && c.OpenTime <= (to ?? long.MaxValue)).ToList();
        return Task.FromResult<ImmutableArray<Candle>>([.. from is null ? found.TakeLast(limit) : found.Take(limit)]);
    }

    private Task<VenueAnswer> CommandAsync(string what, Func<VenueAnswer> command)
    {
        OnStep($"before {what}");
        var loss = NextLoss();
        if (loss == Loss.Request)
            return Task.FromResult(new VenueAnswer(VenueOutcome.Unknown, "the request was lost"));
        if (loss == Loss.RequestTimesOut)
            return Task.FromException<VenueAnswer>(new TimeoutException("the request was lost"));
        var answer = command();
        SaveAccount();
        OnStep($"after {what}");
        return loss switch
        {
            Loss.Answer => Task.FromResult(new VenueAnswer(VenueOutcome.Unknown, "the answer was lost")),
            Loss.AnswerTimesOut => Task.FromException<VenueAnswer>(new TimeoutException("the answer was lost")),
            _ => Task.FromResult(answer),
        };
    }

    private Task SaveAsync()
    {
        OnStep("before save");
        _durableTrader = JsonSerializer.Serialize(_state, Json);
        Saves++;
        OnStep("after save");
        return Task.CompletedTask;
    }

    private void SaveAccount()
    {
        _account.Flush();
        var json = JsonSerializer.Serialize(_account.State, Json);
        OnStep("before the account is written");
        _durableAccount = json;
        OnStep("after the account is written");
    }

    private SimulatedBookState? Book() => Account.Books.GetValueOrDefault(_symbol.Id.ToString());
}

/// <summary>How a command's answer gets lost.</summary>
internal enum Loss
{
    None,
    Request,
    Answer,
    RequestTimesOut,
    AnswerTimesOut,
}
