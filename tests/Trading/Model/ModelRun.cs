using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using TradingBot.Exchange;
using TradingBot.Grains.Journal;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Tests.Checker;
using TradingBot.Tests.Checker.Input;
using TradingBot.Tests.Support;
using TradingBot.Tests.Trading.Traders;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Model;

internal enum ModelEvent
{
    Move,
    Close,
    Wait,
    OutOfReach,
    Mishap,
    Delay,
    Doubles,
    Flatten,
    Pause,
    Resume,
    Stop,
    Start,
    EndedByVenue,
    Crash,
}

/// <summary>One thing that happens; what A and B mean depends on it.</summary>
internal sealed record ModelInput(ModelEvent Kind, int A = 0, int B = 0);

/// <summary>
/// The trader on a plain venue, with its state and its journal as JSON that is written when it says so. A crash goes back to what
/// was written. What came of it all is judged by the history checker.
/// </summary>
internal sealed class ModelRun : ICandleHistory, IAsyncDisposable
{
    private const string Account = "key";
    private const int Attempts = 60;

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly TraderKey _key;
    private readonly SymbolInfo _symbol;
    private readonly PlainVenue _venue;
    private readonly List<Candle> _candles = [];
    private readonly Dictionary<long, JournalEntry> _journal = [];
    private readonly Queue<Mishap> _mishaps = [];
    private readonly Queue<int> _delays = [];
    private readonly VenueTime _time;
    private string _stored = JsonSerializer.Serialize(new TraderState(), Json);
    private TraderState _state = null!;
    private Trader _trader = null!;
    private int _stepsToCrash = -1;
    private int _outOfReach;
    private bool _isWoken;
    private Fixed8 _high;
    private Fixed8 _low;

    public ModelRun(MarketType market)
    {
        _key = new("alice", new(market, "BTCUSDT"));
        _symbol = new(_key.Symbol, "BTC", "USDT", Fixed8.Parse("0.01"), Fixed8.Parse("0.001"), Fixed8.Parse("0.001"), Fixed8.Parse("1000"), Fixed8.Zero);
        _venue = new(_symbol, Account)
        {
            OnStep = CrashHere, NextMishap = () => _mishaps.TryDequeue(out var mishap) ? mishap : Mishap.None,
            NextDelay = () => _delays.TryDequeue(out var delay) ? delay : 0, IsOutOfReach = () => _outOfReach-- > 0, Reported = () => _isWoken = true,
        };
        _time = new(_venue);
        _high = _low = _venue.Price;
        Restart();
    }

    public int Crashes { get; private set; }

    public int Trades => _state.Totals.Trades;

    public async Task StartAsync()
    {
        (await _trader.ConfigureAsync(new(
            CandleInterval.OneMinute, StrategySettings.Breakout("0.05", "0.05"), new(SizeKind.Fixed, Fixed8.Parse("0.9")), 1, TradingMode.Testnet))).ShouldBeEmpty();
        (await _trader.StartAsync()).ShouldBeEmpty();
        await PersistAsync(() => _trader.ConnectAsync(_venue));
    }

    public async Task TakeAsync(ModelInput input)
    {
        switch (input.Kind)
        {
            case ModelEvent.Move:
                _venue.Move(_venue.Price + new Fixed8(input.A * 1_000_000L), input.B);
                (_high, _low) = (Fixed8.Max(_high, _venue.Price), Fixed8.Min(_low, _venue.Price));
                break;
            case ModelEvent.Close:
                await CloseAsync();
                break;
            case ModelEvent.Wait:
                _venue.Pass(input.A);
                await PersistAsync(() => _trader.LookAsync());
                break;
            case ModelEvent.OutOfReach:
                _outOfReach = input.A;
                break;
            case ModelEvent.Mishap:
                for (var i = 0; i < input.B; i++)
                    _mishaps.Enqueue((Mishap)input.A);
                break;
            case ModelEvent.Delay:
                _delays.Enqueue(input.A);
                break;
            case ModelEvent.Doubles:
                _venue.Doubles = input.A == 1;
                break;
            case ModelEvent.EndedByVenue:
                _venue.EndByItself(input.A == 0 ? OrderSide.Buy : OrderSide.Sell);
                break;
            case ModelEvent.Crash:
                _stepsToCrash = input.A;
                break;
            default:
                await PersistAsync(() => CommandAsync(input.Kind));
                break;
        }

        if (_isWoken)
        {
            _isWoken = false;
            await PersistAsync(() => _trader.LookAsync());
        }
    }

    /// <summary>Nothing more goes wrong, everything is told, and the trader is stopped: what the checker says then.</summary>
    public async Task<IReadOnlyList<Finding>> EndAsync()
    {
        _mishaps.Clear();
        _delays.Clear();
        (_stepsToCrash, _outOfReach, _venue.Doubles) = (-1, 0, false);
        await PersistAsync(() => _trader.StopAsync());
        for (var i = 0; i < 4 || _venue.HasReportsOnTheWay; i++)
        {
            _venue.Pass(6_000);
            await PersistAsync(() => _trader.LookAsync());
            await CloseAsync();
        }

        // What the last answer has changed is stored a moment later.
        await SaveAsync();
        FlushJournal();

        var rows = _journal.Values.OrderBy(static e => e.Number).ToList();
        var trader = _key.ToString();
        var rules = new SymbolRules(_key.Symbol.Market == MarketType.Usdm ? "usdm" : "spot", _symbol.Id.Symbol, "BTC", "USDT", _symbol.StepSize.ToDecimal(), 0);
        return HistoryChecker.Check(new(
            _venue.Log, [_venue.EndAccount], ModelJournal.Of(trader, rows), [ModelJournal.SnapshotOf(trader, _state)], [rules],
            new()
            {
                Start = [_venue.StartAccount],
                // The trader looks at the market only when a candle closes: how long a stop takes is not for this test to say.
                Allowed = new() { Stop = long.MaxValue, UnderWay = PlainVenue.LongestWay },
            }));
    }

    public ValueTask DisposeAsync() => ((IAsyncDisposable)_venue).DisposeAsync();

    Task<ImmutableArray<Candle>> ICandleHistory.GetAsync(CandleSeries series, long? from, long? to, int limit)
    {
        var found = _candles.Where(c => c.OpenTime >= (from ?? 0) && c.OpenTime <= (to ?? long.MaxValue)).ToList();
        return Task.FromResult<ImmutableArray<Candle>>([.. from is null ? found.TakeLast(limit) : found.Take(limit)]);
    }

    private async Task CommandAsync(ModelEvent command)
    {
        switch (command)
        {
            case ModelEvent.Flatten:
                await _trader.FlattenAsync();
                break;
            case ModelEvent.Pause:
                await _trader.PauseAsync();
                break;
            case ModelEvent.Resume:
                await _trader.ResumeAsync();
                break;
            case ModelEvent.Stop:
                await _trader.StopAsync();
                break;
            default:
                await _trader.StartAsync();
                break;
        }
    }

    private async Task CloseAsync()
    {
        var open = _candles.Count == 0 ? _venue.Price : _candles[^1].Close;
        var time = _candles.Count == 0 ? CandleInterval.OneMinute.OpenTimeOf(_venue.Now) : CandleInterval.OneMinute.NextOpenTime(_candles[^1].OpenTime);
        _candles.Add(new(time, open, Fixed8.Max(_high, open), Fixed8.Min(_low, open), _venue.Price, 1));
        _high = _low = _venue.Price;
        await PersistAsync(() => _trader.OnCandleAsync(new(_candles[^1], _candles.Count > 1 ? _candles[^2].OpenTime : -1)));
    }

    // What a grain's caller and its reminders do: again, until it has worked.
    private async Task PersistAsync(Func<Task> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (attempt > 1)
                    await _trader.ConnectAsync(_venue);
                await call();
                FlushJournal();
                return;
            }
            catch (VenueUnavailableException e)
            {
                // What was asked for is durable or comes again; the trader looks when the venue is back.
                _trader.Lose(e.Message);
                return;
            }
            catch (Exception e) when (e is BrokenOffException or TimeoutException or InvalidOperationException && attempt < Attempts)
            {
                Crashes++;
                Restart();
            }
        }
    }

    private void Restart()
    {
        _state = JsonSerializer.Deserialize<TraderState>(_stored, Json)!;
        _trader = new(
            _key, _state, _symbol, null, this, StrategyCatalog.BuiltIn, Fixed8.Parse("0.001"), SaveAsync, new TraderJournal(_key, _symbol, _state, _time), _time);
    }

    private Task SaveAsync()
    {
        CrashHere("before save");
        _stored = JsonSerializer.Serialize(_state, Json);
        CrashHere("after save");
        return Task.CompletedTask;
    }

    // Only what is stored is written, as the outbox does; the last rows stay in the state.
    private void FlushJournal()
    {
        var stored = JsonSerializer.Deserialize<TraderState>(_stored, Json)!;
        foreach (var entry in stored.Outbox)
            _journal.TryAdd(entry.Number, entry);
        _state.Outbox.RemoveAll(e => e.Number <= stored.LastEntry);
    }

    private void CrashHere(string where)
    {
        if (_stepsToCrash >= 0 && _stepsToCrash-- == 0)
            throw new BrokenOffException();
    }

    private sealed class VenueTime(PlainVenue venue) : TimeProvider
    {
        public override long TimestampFrequency => 1_000;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(venue.Now);

        public override long GetTimestamp() => venue.Now;
    }
}
