using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Billing;
using TradingBot.Exchange.MarketData;
using TradingBot.Grains.Billing;
using TradingBot.Grains.Journal;
using TradingBot.Grains.Trading.Paper;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <summary>Gives a <see cref="Trader"/> its durable state, its exchange and its candles.</summary>
public sealed class TraderGrain(
    [PersistentState("trader", "grains")] IPersistentState<TraderState> state,
    SymbolDirectory symbols,
    StrategyCatalog strategies,
    PaperOptions paper,
    IJournal journal,
    BillingTerms billing,
    TimeProvider time,
    ILogger<TraderGrain> logger) : JournalingGrain<JournalEntry>(logger), ITraderGrain, ICandleHistory
{
    private TraderKey _key;
    private Trader? _trader;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = TraderKey.Parse(this.GetPrimaryKeyString());
        OpenOutbox(new(state.State.Outbox, entries => journal.WriteAsync(_key, entries)), () => state.WriteStateAsync());
        if (await symbols.FindAsync(_key.Symbol, cancellationToken) is { } symbol)
        {
            var account = GrainFactory.GetGrain<IPaperAccountGrain>(_key.UserId);
            var fee = _key.Symbol.Market == MarketType.Spot ? paper.SpotFee : paper.FuturesFee;
            _trader = new(
                _key, state.State, symbol, new PaperExchange(account, _key.Symbol), this, strategies, fee, SaveAsync,
                new TraderJournal(_key, symbol, state.State, time));
        }
    }

    public Task<TraderResult> ConfigureAsync(TraderSettings settings) => RunAsync(async trader =>
    {
        if (await RefusalAsync(settings.Mode) is { } refusal)
            return [refusal];
        var errors = await trader.ConfigureAsync(settings);
        if (errors.IsEmpty)
            await GrainFactory.GetGrain<IUserGrain>(_key.UserId).AddTraderAsync(_key.Symbol);
        return errors;
    });

    public Task<TraderResult> StartAsync() => RunAsync(async trader =>
    {
        if (await RefusalAsync(trader.Mode) is { } refusal)
            return [refusal];
        await GrainFactory.GetGrain<IUserGrain>(_key.UserId).AddTraderAsync(_key.Symbol);

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
        await RefusalAsync(trader.Mode) is { } refusal ? [refusal] : await trader.ResumeAsync());

    public Task<TraderResult> FlattenAsync() => RunAsync(async trader =>
    {
        await trader.FlattenAsync();
        return [];
    });

    public async Task OnCandleAsync(CandleSeries series, ClosedCandle candle)
    {
        if (_trader is null || _trader.Series != series || !_trader.NeedsCandles)
        {
            await Shard(series).UnregisterAsync(this.GetGrainId());
            return;
        }

        try
        {
            await MakeRoomAsync();
            await _trader.HoldEntriesAsync((await AccessAsync()).EntryRefusal(_trader.Mode) ?? "");
            await _trader.OnCandleAsync(candle);
            FlushSoon();
        }
        catch
        {
            Abandon();
            throw;
        }

        // New settings may have brought another interval.
        if (_trader.Series is { } now && now != series)
        {
            await Shard(now).RegisterAsync(this.GetGrainId());
            await Shard(series).UnregisterAsync(this.GetGrainId());
        }
    }

    public Task<TraderStatus> GetStatusAsync() => Task.FromResult(Describe());

    public Task<ImmutableArray<Trade>> GetRecentTradesAsync() => Task.FromResult(_trader?.RecentTrades ?? []);

    Task<ImmutableArray<Candle>> ICandleHistory.GetAsync(CandleSeries series, long? from, long? to, int limit) =>
        GrainFactory.GetGrain<IMarketDataGrain>(series.ToString()).GetCandlesAsync(from, to, limit);

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
            return new([new("symbol", $"'{_key.Symbol}' is not a symbol of the market-data source.")], Describe());
        try
        {
            var errors = await command(_trader);
            FlushSoon();
            return new(errors, Describe());
        }
        catch
        {
            // What is in memory may be ahead of what is stored: the next call starts from the store.
            Abandon();
            throw;
        }
    }
}
