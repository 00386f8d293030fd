using System.Collections.Immutable;
using TradingBot.Exchange.Binance.Limits;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Spot;
using TradingBot.Exchange.Binance.Usdm;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance;

/// <summary>
/// One trader's access to one symbol of one Binance account, which it shares with the account's other traders. Executions come by
/// user data stream; at the start, after every interruption of the stream and after every command without a usable answer they
/// are reconciled with what Binance says when it is asked.
/// </summary>
public sealed class BinanceExchange : ILiveExchange
{
    private const string OneWay = "BOTH";
    private const int MaxQueries = 5;

    private readonly SpotClient _spot;
    private readonly UsdmClient _usdm;
    private readonly BinanceAccount _account;
    private readonly Func<ValueTask> _release;
    private readonly string _prefix;
    private readonly OrderSync _sync;
    private readonly UsdmSetup _setup;
    private readonly bool _isUsdm;
    private (long OrderId, int Failed) _queries;

    internal BinanceExchange(
        SpotClient spot, UsdmClient usdm, BinanceAccount account, SymbolInfo symbol, string traderKey, Func<ValueTask> release)
    {
        (_spot, _usdm, _account, _release, Symbol) = (spot, usdm, account, release, symbol);
        _prefix = ClientOrderIds.PrefixOf(traderKey);
        _isUsdm = symbol.Id.Market == MarketType.Usdm;
        _sync = new(spot, usdm, account, symbol, _prefix);
        _setup = new(usdm, account.Credentials, symbol.Id.Symbol);
        account.Add(symbol.Id.Symbol, _sync);
    }

    /// <inheritdoc/>
    public Action? Reported
    {
        get => _sync.Changed;
        set => _sync.Changed = value;
    }

    /// <inheritdoc/>
    public SymbolInfo Symbol { get; }

    /// <inheritdoc/>
    /// <remarks>Binance's regular rates: 0.1 % on spot, 0.05 % on USDⓈ-M.</remarks>
    public Fixed8 FeeRate => new(Fixed8.Scale / (_isUsdm ? 2_000 : 1_000));

    /// <inheritdoc/>
    /// <remarks>
    /// Binance refuses a request when its timestamp is older than <c>recvWindow</c>; a second more allows for the clocks, which may be
    /// that far apart.
    /// </remarks>
    public TimeSpan LifetimeOf(bool isExit) =>
        (_isUsdm ? _usdm.Connection : _spot.Connection).RecvWindow(isExit ? RequestPriority.Exit : RequestPriority.Entry) + TimeSpan.FromSeconds(1);

    /// <summary>Whether the account's user data stream runs.</summary>
    public bool IsConnected => _account.IsConnected;

    private BinanceCredentials Credentials => _account.Credentials;

    private string Name => Symbol.Id.Symbol;

    /// <inheritdoc/>
    /// <exception cref="BinanceException">Binance cannot be asked: the trader must not act on what it does not know.</exception>
    public async Task<VenueStep> AdvanceAsync(Candle candle, long acknowledged)
    {
        var reports = await _sync.ReadAsync(acknowledged);
        var quote = await _account.BalanceAsync(Symbol.QuoteAsset);
        // What others tie up: of an order placed just now, the balance may not tell yet.
        var others = _isUsdm ? Fixed16.Zero : quote.Total - quote.Free - _sync.With(static r => r.TiedUp);
        return new(reports, reports.IsEmpty, others.IsPositive ? quote.Total - others : quote.Total);
    }

    /// <inheritdoc/>
    public void Resume(long acknowledged, ImmutableArray<(long OrderId, Fixed8 Filled)> open) => _sync.Resume(acknowledged, open);

    /// <inheritdoc/>
    public async Task<VenueSurvey?> SurveyAsync(bool withHolding)
    {
        var open = await _sync.LookAsync();
        return open.IsDefault ? null : new(
            [.. open.Select(o => _sync.IntentOf(o)).OfType<long>()],
            [.. open.Where(o => _sync.IntentOf(o) is null).Select(static o => o.Order)],
            withHolding ? await HoldingAsync() : null);
    }

    /// <inheritdoc/>
    public void Distrust()
    {
        _sync.Distrust();
        _account.Distrust();
    }

    /// <inheritdoc/>
    /// <exception cref="BinanceException">Binance cannot be asked.</exception>
    public async Task<VenueHistory> GetHistoryAsync()
    {
        await _sync.EnsureAsync();
        return _sync.With(static r => new VenueHistory(r.LastSequence, r.LastIntent, [.. r.Open]));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Binance deduplicates open orders only: that this intent is not at the venue yet is made sure before anything is sent.
    /// </remarks>
    public async Task<VenueAnswer> PlaceAsync(OrderRequest order)
    {
        if (await PrepareAsync(order) is { } known)
            return known;
        var answer = _isUsdm ? await PlaceUsdmAsync(order) : await PlaceSpotAsync(order);
        Settle(answer, order);
        return answer;
    }

    /// <inheritdoc/>
    public async Task<VenueAnswer> CancelAsync(long orderId)
    {
        var clientId = ClientOrderIds.Of(_prefix, orderId);
        var (error, filled) = _isUsdm
            ? await CancelUsdmAsync(clientId)
            : Ended(await _spot.CancelAsync(Credentials, Name, clientId, CancellationToken.None));
        if (error is null && filled <= _sync.With(r => r.FilledOf(orderId)))
            return VenueAnswer.Accepted;
        // It is gone, and fills that nobody has told of come first.
        error ??= new(BinanceFailure.OrderNotFound, 0, $"{filled} had filled before");
        _sync.Distrust();
        return error.Failure == BinanceFailure.OrderNotFound ? await ConfirmGoneAsync(orderId, error) : error.ToAnswer();
    }

    /// <inheritdoc/>
    /// <remarks>
    /// On spot Binance does both in one step. On USDⓈ-M the new stop is placed before the old one is cancelled, so that there is
    /// no moment without a stop; an old entry is cancelled first, because two could both fill.
    /// </remarks>
    public async Task<VenueAnswer> ReplaceAsync(long orderId, OrderRequest order)
    {
        if (await PrepareAsync(order) is { } known)
            return known;
        var clientId = ClientOrderIds.Of(_prefix, orderId);
        var answer = _isUsdm
            ? await (order.IsExit ? ReplaceStopAsync(orderId, clientId, order) : ReplaceEntryAsync(clientId, order))
            : await _spot.CancelReplaceAsync(Credentials, clientId, order, CancellationToken.None);
        Settle(answer, order);
        return answer.Outcome == VenueOutcome.OrderNotOpen
            ? await ConfirmGoneAsync(orderId, new(BinanceFailure.OrderNotFound, 0, answer.Reason))
            : answer;
    }

    /// <inheritdoc/>
    /// <remarks>After five queries without an answer, the lists of orders and own trades decide.</remarks>
    /// <exception cref="BinanceException">Binance cannot be asked: the intent stays in flight.</exception>
    public async Task<VenueKnowledge> FindAsync(long orderId)
    {
        if (_queries is { Failed: >= MaxQueries } failed && failed.OrderId == orderId)
        {
            _sync.Distrust();
            await _sync.EnsureAsync();
            _queries = default;
            return _sync.With(r => !r.Knows(orderId) ? VenueKnowledge.Unknown : r.IsOver(orderId) ? VenueKnowledge.Closed : VenueKnowledge.Open);
        }

        try
        {
            var knowledge = await QueryAsync(orderId);
            _queries = default;
            // What has become of it is reported, too.
            if (knowledge != VenueKnowledge.Unknown && !_sync.With(r => r.Knows(orderId)))
                _sync.Distrust();
            return knowledge;
        }
        catch (BinanceException)
        {
            _queries = (orderId, _queries.OrderId == orderId ? _queries.Failed + 1 : 1);
            throw;
        }
    }

    private async Task<VenueKnowledge> QueryAsync(long orderId)
    {
        var clientId = ClientOrderIds.Of(_prefix, orderId);
        if (_isUsdm)
        {
            var algo = await _usdm.GetAlgoOrderAsync(Credentials, clientId, CancellationToken.None);
            if (algo is { IsOk: true, Value.AlgoId: > 0 } && algo.Value.IsOpen)
                return VenueKnowledge.Open;
            var ordinary = await _usdm.GetOrderAsync(Credentials, Name, clientId, CancellationToken.None);
            var known = Knowledge(ordinary);
            return known == VenueKnowledge.Unknown && algo.IsOk ? VenueKnowledge.Closed
                : known == VenueKnowledge.Unknown && algo.Error?.Failure != BinanceFailure.OrderNotFound ? throw new BinanceException(algo.Error!)
                : known;
        }

        return Knowledge(await _spot.GetOrderAsync(Credentials, Name, clientId, CancellationToken.None));
    }

    /// <summary>Leaves the account, whose stream ends with its last trader.</summary>
    public async ValueTask DisposeAsync()
    {
        _account.Remove(Name, _sync);
        _sync.Dispose();
        await _release();
    }

    private async Task<Fixed8?> HoldingAsync()
    {
        if (!_isUsdm)
            return (await _account.TryBalanceAsync(Symbol.BaseAsset))?.Total.TruncateTo8();
        var positions = await _usdm.GetPositionsAsync(Credentials, Name, CancellationToken.None, RequestPriority.Watch);
        return positions.IsOk ? positions.Value.Aggregate(Fixed8.Zero, static (sum, p) => sum + p.PositionAmt) : null;
    }

    private static VenueKnowledge Knowledge(BinanceResult<OrderWire> result) =>
        result.Error?.Failure == BinanceFailure.OrderNotFound ? VenueKnowledge.Unknown
        : result.OrThrow().IsOpen ? VenueKnowledge.Open
        : VenueKnowledge.Closed;

    private void Settle(VenueAnswer answer, OrderRequest order)
    {
        switch (answer.Outcome)
        {
            case VenueOutcome.Accepted:
                _sync.With(r => r.Register(order.Id, order.Side, order.Quantity, order.Limit));
                break;
            case VenueOutcome.Refused or VenueOutcome.CancelledNotPlaced:
                // The most frequent reason is a balance that is not what it seemed to be.
                _account.Distrust();
                break;
            case VenueOutcome.OrderNotOpen or VenueOutcome.Unknown:
                _sync.Distrust();
                break;
        }
    }

    // What must be so before an order is sent; an answer says that it is not, or that the venue has the order.
    private async ValueTask<VenueAnswer?> PrepareAsync(OrderRequest order)
    {
        try
        {
            await _sync.EnsureAsync();
        }
        catch (BinanceException e)
        {
            // Nothing has been sent.
            return new(VenueOutcome.TryLater, $"not placed: {e.Message}");
        }

        if (_sync.With(r => r.Knows(order.Id)))
            return VenueAnswer.Accepted;
        return _isUsdm && !order.IsExit ? await _setup.EnsureAsync(order.Leverage) : null;
    }

    // The order to cancel is not open. Before the trader acts on that, everything that it has filled must be reported, or what it
    // has sold would be sold once more.
    private async Task<VenueAnswer> ConfirmGoneAsync(long orderId, BinanceError error)
    {
        try
        {
            await _sync.EnsureAsync();
            if (_sync.With(r => r.IsOver(orderId)) || await FindAsync(orderId) == VenueKnowledge.Unknown)
                return error.ToAnswer();
        }
        catch (BinanceException e)
        {
            return new(VenueOutcome.Unknown, e.Message);
        }

        _sync.Distrust();
        return new(VenueOutcome.Unknown, "the order is not open, and its fills are not known yet");
    }

    private async Task<VenueAnswer> PlaceSpotAsync(OrderRequest order)
    {
        var result = await _spot.PlaceAsync(Credentials, order, CancellationToken.None);
        if (!result.IsOk)
            return result.Error.ToAnswer();
        var placed = result.Value;
        _sync.With(reports =>
        {
            reports.Register(order.Id, order.Side, order.Quantity, order.Limit);
            foreach (var fill in placed.Fills ?? [])
                reports.OnTrade(order.Id, fill.TradeId, placed.TransactTime, fill.Price, fill.Qty, fill.Commission, fill.CommissionAsset, isLast: false);
            if (placed.Status is "EXPIRED" or "REJECTED" or "EXPIRED_IN_MATCH")
                reports.OnEnded(order.Id, placed.TransactTime, placed.Status);
        });
        return VenueAnswer.Accepted;
    }

    private async Task<VenueAnswer> PlaceUsdmAsync(OrderRequest order)
    {
        if (order.Type is OrderType.StopLimit or OrderType.StopMarket)
        {
            var algo = await _usdm.PlaceAlgoAsync(Credentials, order, OneWay, closePosition: false, CancellationToken.None);
            return algo.IsOk ? VenueAnswer.Accepted : algo.Error.ToAnswer();
        }

        var result = await _usdm.PlaceAsync(Credentials, order, OneWay, CancellationToken.None);
        if (!result.IsOk)
            return result.Error.ToAnswer();
        // The answer has no fills; where the stream is down they are queried.
        if (!IsConnected)
            _sync.Distrust();
        return VenueAnswer.Accepted;
    }

    private async Task<VenueAnswer> ReplaceEntryAsync(string clientId, OrderRequest order)
    {
        if ((await CancelUsdmAsync(clientId)).Error is { } error)
            return error.ToAnswer();
        var answer = await PlaceUsdmAsync(order);
        return answer.Outcome is VenueOutcome.Accepted or VenueOutcome.Unknown ? answer : new(VenueOutcome.CancelledNotPlaced, answer.Reason);
    }

    private async Task<VenueAnswer> ReplaceStopAsync(long orderId, string clientId, OrderRequest order)
    {
        var answer = await PlaceUsdmAsync(order);
        if (answer.Outcome != VenueOutcome.Accepted || (await CancelUsdmAsync(clientId)).Error is not { } error)
            return answer;
        // The old stop has fired: the new one may not stay on a position that is going. Anything else is to be found out.
        if (error.Failure == BinanceFailure.OrderNotFound && (await CancelUsdmAsync(order.ClientOrderId)).Error is null)
            return error.ToAnswer();
        return new(VenueOutcome.Unknown, $"the new order is placed, but the old one ({orderId}) could not be cancelled: {error}");
    }

    // A conditional order, or the ordinary one that its trigger made, which has the same client id.
    private async Task<(BinanceError? Error, Fixed8 Filled)> CancelUsdmAsync(string clientId)
    {
        var algo = await _usdm.CancelAlgoAsync(Credentials, clientId, CancellationToken.None);
        return algo.Error is { Failure: BinanceFailure.OrderNotFound }
            ? Ended(await _usdm.CancelAsync(Credentials, Name, clientId, CancellationToken.None))
            : (algo.Error, default);
    }

    private static (BinanceError? Error, Fixed8 Filled) Ended(BinanceResult<OrderWire> cancelled) => (cancelled.Error, cancelled.Value?.ExecutedQty ?? default);
}
