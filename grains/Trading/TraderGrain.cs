using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Billing;
using TradingBot.Exchange;
using TradingBot.Exchange.Diagnostics;
using TradingBot.Exchange.MarketData;
using TradingBot.ExchangeAccounts;
using TradingBot.Grains.Billing;
using TradingBot.Grains.Journal;
using TradingBot.Grains.Notifications;
using TradingBot.Grains.Trading.Risk;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Notifications;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading;

/// <summary>Gives a <see cref="Trader"/> its durable state, its exchange and its candles.</summary>
public sealed class TraderGrain(
    [PersistentState("trader", "grains")] IPersistentState<TraderState> state,
    SymbolDirectory symbols,
    StrategyCatalog strategies,
    ExchangeSelector exchanges,
    MarketDataOptions marketData,
    ServiceSwitch service,
    IJournal journal,
    BillingTerms billing,
    TimeProvider time,
    ILogger<TraderGrain> logger) : JournalingGrain<JournalEntry>(logger), ITraderGrain, ITraderVenueGrain, ICandleHistory
{
    private static readonly TimeSpan VenueWatch = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HistoryPatience = TimeSpan.FromSeconds(5);

    private TraderKey _key;
    private SymbolInfo? _symbol;
    private string _noSymbol = "";
    private Trader? _trader;
    private VenueConnection _venue = null!;
    private readonly TraderGauge _gauge = new(time);
    private EntryGate _gate = null!;
    private IGrainTimer? _venueWatch;
    private VenueWake _wake = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = TraderKey.Parse(this.GetPrimaryKeyString());
        OpenOutbox(new(state.State.Outbox, WriteAsync), () => state.WriteStateAsync());
        _wake = new(_key, this.AsReference<ITraderVenueGrain>(), logger);
        _venue = new(exchanges, _key, FindAccessAsync, _wake.Call, time);
        _gate = new(
            GrainFactory.GetGrain<IUserRiskGrain>(_key.UserId), GrainFactory.GetGrain<IServiceControlGrain>(IServiceControlGrain.Key), service, logger);
        await FindSymbolAsync(cancellationToken);
        TakeUp();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        TradingMetrics.Forget(_gauge);
        if (_venue is not null)
            await _venue.CloseAsync();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public Task<TraderResult> ConfigureAsync(TraderSettings settings) => RunAsync(async trader =>
    {
        if (await RefusalAsync(settings.Mode) is { } refusal)
            return [refusal];
        var mode = Mode;
        var errors = await trader.ConfigureAsync(settings);
        if (Mode != mode)
            TakeUp();
        if (errors.IsEmpty)
            await ListAsync();
        return errors;
    });

    public Task<TraderResult> StartAsync() => RunAsync(async trader =>
    {
        if (await RefusalAsync(Mode) is { } refusal)
            return [refusal];
        if (Mode != TradingMode.Paper
            && exchanges.Objection(Mode, _key.Symbol.Market, (await FindAccessAsync(Mode))?.Key) is { Length: > 0 } objection)
            return [new("mode", objection)];
        await ListAsync();

        // Candles first: one too many is ignored, and a trader that is started without them would never notice.
        if (trader.Series is { } series)
            await Shard(series).RegisterAsync(this.GetGrainId());
        return await trader.StartAsync();
    });

    public Task<TraderResult> StopAsync() => RunAsync(async trader =>
    {
        await trader.StopAsync();
        return [];
    });

    public Task<TraderResult> PauseAsync() => RunAsync(trader => trader.PauseAsync());

    public Task<TraderResult> ResumeAsync() => RunAsync(async trader =>
        await RefusalAsync(Mode) is { } refusal ? [refusal] : await trader.ResumeAsync());

    public Task<TraderResult> FlattenAsync() => RunAsync(async trader =>
    {
        await trader.FlattenAsync();
        return [];
    });

    public async Task<ControlAnswer> ControlAsync(TradingControl control)
    {
        var isDone = _trader is null;
        await RunAsync(async trader =>
        {
            isDone = await trader.ControlAsync(control);
            return [];
        });
        return new(isDone, _trader?.Exposure);
    }

    public async Task OnCandleAsync(CandleSeries series, ClosedCandle candle)
    {
        if (_trader is null || _trader.Series != series || !_trader.NeedsCandles)
        {
            await Shard(series).UnregisterAsync(this.GetGrainId());
            return;
        }

        using var span = Tracing.StartRoot("process candle", ActivityKind.Consumer, candle.Trace);
        span?.SetTag("trader", _key.ToString()).SetTag("series", series.ToString()).SetTag("open_time", candle.Candle.OpenTime);
        try
        {
            await MakeRoomAsync();
            await _trader.HoldEntriesForSubscriptionAsync((await AccessAsync()).EntryRefusal(Mode) ?? "");
            if (!_trader.IsReady)
                await _venue.TickAsync(_trader, Mode);
            await _trader.OnCandleAsync(candle);
            FlushSoon();
            await TellAsync();
        }
        catch (VenueUnavailableException e)
        {
            // Nothing was decided on this candle: it is caught up with when the venue is back.
            _trader.Lose(e.Message);
            _trader.Show(_gauge);
            FlushSoon();
            return;
        }
        catch
        {
            Abandon();
            throw;
        }

        WatchVenue();

        // New settings may have brought another interval.
        if (_trader.Series is { } now && now != series)
        {
            await Shard(now).RegisterAsync(this.GetGrainId());
            await Shard(series).UnregisterAsync(this.GetGrainId());
        }
    }

    public Task OnVenueAsync()
    {
        _wake.Taken();
        return AtVenueAsync(_venue.OnVenueAsync);
    }

    public Task OnKeysAsync() => AtVenueAsync(_venue.OnKeysAsync);

    public Task<TraderStatus> GetStatusAsync() => Task.FromResult(Describe());

    public Task<ImmutableArray<Trade>> GetRecentTradesAsync() => Task.FromResult(_trader?.RecentTrades ?? []);

    // A trader that waits for candles hears neither its venue nor its user.
    async Task<ImmutableArray<Candle>> ICandleHistory.GetAsync(CandleSeries series, long? from, long? to, int limit)
    {
        try
        {
            return await GrainFactory.GetGrain<IMarketDataGrain>(series.ToString()).GetCandlesAsync(from, to, limit).WaitAsync(HistoryPatience, time);
        }
        catch (TimeoutException late)
        {
            throw new VenueUnavailableException($"the candles of {series} do not come; they are asked for again", late);
        }
    }

    // Rows stay in the state until both have them: what a crash repeats, the journal and the notifications know already.
    private async Task WriteAsync(IReadOnlyList<JournalEntry> entries)
    {
        await journal.WriteAsync(_key, entries);
        if (TraderNews.Of(_key.Symbol, _symbol, entries) is { IsEmpty: false } news)
            await GrainFactory.GetGrain<INotificationGrain>(_key.UserId).EnqueueAsync(news);
    }

    private TradingMode Mode => state.State.Settings?.Mode ?? TradingMode.Paper;

    private bool NeedsVenue => Mode != TradingMode.Paper && _trader is { NeedsCandles: true };

    // What was known last will do where the venue cannot be asked, or has the symbol no more: a position there wants its stop.
    private async Task FindSymbolAsync(CancellationToken cancellationToken)
    {
        var known = state.State.Symbol;
        try
        {
            _symbol = await symbols.FindAsync(_key.Symbol, cancellationToken) ?? known;
            _noSymbol = $"'{_key.Symbol}' is not a symbol of the market-data source.";
        }
        catch (VenueUnavailableException e) when (known is not null || state.State.Settings is null)
        {
            _symbol = known;
            _noSymbol = $"'{_key.Symbol}' cannot be looked up now: {e.Message}";
            logger.LogWarning(e, "{Trader} goes on with what it knows of its symbol", _key);
        }
    }

    private void TakeUp()
    {
        if (_symbol is not { } symbol)
            return;
        state.State.Symbol = symbol;
        var exchange = Mode == TradingMode.Paper
            ? ExchangeSelector.Paper(GrainFactory.GetGrain<IPaperAccountGrain>(_key.UserId), _key.Symbol)
            : null;
        _trader = new(
            _key, state.State, symbol, exchange, this, strategies, exchanges.PaperFee(_key.Symbol.Market), exchanges.Save(SaveAsync),
            new TraderJournal(_key, symbol, state.State, time), time, _gate, marketData.IsRealTime);
        _trader.Show(_gauge);
        TradingMetrics.Watch(_gauge);
        WatchVenue();
    }

    // A trader that a venue goes on without must not be idle: its fills want their stops.
    private void WatchVenue()
    {
        if (!NeedsVenue)
        {
            if (_venueWatch is null)
                return;
            _venueWatch.Dispose();
            _venueWatch = null;
            _trader?.Disconnect("");
            _ = _venue.CloseAsync();
            return;
        }

        _venueWatch ??= this.RegisterGrainTimer(
            _ => AtVenueAsync(_venue.TickAsync), new GrainTimerCreationOptions(TimeSpan.Zero, VenueWatch) { KeepAlive = true });
    }

    private async Task AtVenueAsync(Func<Trader, TradingMode, Task> act)
    {
        if (!NeedsVenue)
            return;
        try
        {
            await act(_trader!, Mode);
            FlushSoon();
            await TellAsync();
        }
        catch
        {
            Abandon();
            throw;
        }

        WatchVenue();
    }

    private Task<TradingAccess?> FindAccessAsync(TradingMode mode) =>
        GrainFactory.GetGrain<IExchangeAccountGrain>(new ExchangeAccountKey(_key.UserId, mode).ToString()).GetAccessAsync(_key.Symbol.Market);

    // A switch that was turned while the user had no such trader did not reach it: pulled after it is listed, it is not missed.
    private async Task ListAsync()
    {
        await GrainFactory.GetGrain<IUserGrain>(_key.UserId).AddTraderAsync(_key.Symbol);
        _gate.Forget();
    }

    private Task TellAsync() => _trader!.Show(_gauge) is { } exposure ? _gate.ReportAsync(exposure) : Task.CompletedTask;

    private ICandleFanoutGrain Shard(CandleSeries series) =>
        GrainFactory.GetGrain<ICandleFanoutGrain>(CandleFanout.KeyFor(series, this.GetPrimaryKeyString()));

    // Asked at every close and command, kept nowhere: what a payment restores works with the next one, and so it does after a restart.
    private ValueTask<SubscriptionAccess> AccessAsync() =>
        billing.IsOn ? new(GrainFactory.GetGrain<IBillingGrain>(_key.UserId).GetAccessAsync()) : new(SubscriptionAccess.Unrestricted);

    // What stands against trading more. Whatever ends trading is always possible.
    private async Task<ValidationError?> RefusalAsync(TradingMode mode)
    {
        var access = await AccessAsync();
        if (!access.MayCommand)
            return new(SubscriptionAccess.Field, access.Reason);
        if (!access.Modes.Contains(mode))
            return new("mode", $"{mode} is not part of the plan, which has {string.Join(", ", access.Modes)}.");
        var traders = access.MaxSymbols == int.MaxValue ? [] : await GrainFactory.GetGrain<IUserGrain>(_key.UserId).GetTradersAsync();
        var after = traders.Contains(_key.Symbol) ? traders.Length : traders.Length + 1;
        return after > access.MaxSymbols ? new("symbol", $"would be trader {after}; the plan allows {access.MaxSymbols}.") : null;
    }

    private TraderStatus Describe() =>
        _trader?.Describe() ?? new(
            _key.UserId, _key.Symbol, null, null, TraderRunState.Stopped, null, [], "None", default, default, default, null, null, "",
            default, TradeTotals.None, "", -1);

    private async Task<TraderResult> RunAsync(Func<Trader, Task<ImmutableArray<ValidationError>>> command)
    {
        if (_trader is null)
        {
            await FindSymbolAsync(CancellationToken.None);
            TakeUp();
        }

        if (_trader is null)
            return new([new("symbol", _noSymbol)], Describe());
        try
        {
            var errors = await command(_trader);
            FlushSoon();
            await TellAsync();
            WatchVenue();
            return new(errors, Describe());
        }
        catch (VenueUnavailableException e)
        {
            // What was asked for is durable, and is carried out when the venue is back.
            _trader.Lose(e.Message);
            _trader.Show(_gauge);
            FlushSoon();
            WatchVenue();
            return new([], Describe());
        }
        catch
        {
            // What is in memory may be ahead of what is stored: the next call starts from the store.
            Abandon();
            throw;
        }
    }
}
