using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Simulation;
using TradingBot.Grains.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading.Paper;

/// <summary>Keeps a <see cref="SimulatedAccount"/> durable: what it answers is written before it is said.</summary>
public sealed class PaperAccountGrain(
    [PersistentState("paper-account", "grains")] IPersistentState<PaperAccountState> state,
    SymbolDirectory symbols,
    PaperOptions options,
    IJournal journal,
    TimeProvider time,
    ILogger<PaperAccountGrain> logger) : JournalingGrain<ExchangeEntry>(logger), IPaperAccountGrain, ISimulationRecord
{
    private SimulatedAccount _account = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!state.RecordExists)
        {
            state.State.Balances["USDT"] = options.StartBalance;
            state.State.FuturesBalances["USDT"] = options.StartBalance;
        }

        _account = new(state.State, options.SpotFee, options.FuturesFee, options.Simulation, this);
        OpenOutbox(
            new(state.State.Outbox, entries => journal.WriteAsync(this.GetPrimaryKeyString(), entries)),
            () =>
            {
                _account.Flush();
                return state.WriteStateAsync();
            });
        return Task.CompletedTask;
    }

    public async Task<VenueStep> AdvanceAsync(MarketSymbol symbol, Candle candle, long acknowledged)
    {
        var info = await FindSymbolAsync(symbol);
        await MakeRoomAsync();
        var step = _account.Advance(info, candle, acknowledged, out var changed);
        if (changed)
        {
            await SaveAsync();
            FlushSoon();
        }

        return step;
    }

    public Task<VenueAnswer> PlaceAsync(OrderRequest order) => AnswerAsync(order.Symbol, symbol => _account.Place(symbol, order));

    public Task<VenueAnswer> CancelAsync(MarketSymbol symbol, long orderId) => AnswerAsync(symbol, found => _account.Cancel(found, orderId));

    public Task<VenueAnswer> ReplaceAsync(long orderId, OrderRequest order) =>
        AnswerAsync(order.Symbol, symbol => _account.Replace(symbol, orderId, order));

    public async Task<VenueKnowledge> FindAsync(MarketSymbol symbol, long orderId) =>
        _account.Find(await FindSymbolAsync(symbol), orderId);

    public Task<PaperAccountView> GetAsync()
    {
        _account.Flush();
        return Task.FromResult(new PaperAccountView(
            Describe(MarketType.Spot, state.State.Balances),
            Describe(MarketType.Usdm, state.State.FuturesBalances),
            state.State.Books.Where(b => b.Value.Orders.Count > 0)
                .ToImmutableSortedDictionary(b => b.Key, b => b.Value.Orders.Count, StringComparer.Ordinal)));
    }

    private ImmutableArray<AssetBalance> Describe(MarketType market, SortedDictionary<string, Fixed16> balances) =>
        [.. balances.Select(b => new AssetBalance(b.Key, b.Value, _account.Free(market, b.Key)))];

    private async ValueTask<SymbolInfo> FindSymbolAsync(MarketSymbol symbol) =>
        await symbols.FindAsync(symbol) ?? throw new UnknownSymbolException(symbol, null);

    private async Task<VenueAnswer> AnswerAsync(MarketSymbol id, Func<SymbolInfo, VenueAnswer> act)
    {
        var symbol = await FindSymbolAsync(id);
        await MakeRoomAsync();
        var answer = act(symbol);
        await SaveAsync();
        FlushSoon();
        return answer;
    }

    void ISimulationRecord.OnPlaced(OrderRequest order) => Record(new(
        order.Symbol, Now,
        Placed: new(order.Id, order.ClientOrderId, order.Side, order.Type, order.Quantity, order.Trigger, order.Limit)));

    void ISimulationRecord.OnCancelled(MarketSymbol symbol, long orderId) => Record(new(symbol, Now, Cancelled: orderId));

    void ISimulationRecord.OnFilled(MarketSymbol symbol, ExecutionReport report) => Record(new(symbol, Now, Fill: report));

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Record(ExchangeEntry entry) => Outbox.Add(entry);
}
