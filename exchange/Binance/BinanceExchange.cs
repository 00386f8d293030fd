using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Spot;
using TradingBot.Exchange.Binance.Usdm;
using TradingBot.Exchange.Binance.UserData;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance;

/// <summary>
/// One trader's access to one symbol of one Binance account. Executions come by user data stream; at the start, after every
/// interruption of the stream and after every command without a usable answer they are reconciled with what Binance says when
/// it is asked.
/// </summary>
public sealed class BinanceExchange : IExchange, IUserDataSink, IAsyncDisposable
{
    private const string OneWay = "BOTH";

    // Events can be lost without the stream breaking; open orders that are not open any more give it away.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _reconciling = new(1);
    private readonly SpotClient _spot;
    private readonly UsdmClient _usdm;
    private readonly BinanceCredentials _credentials;
    private readonly SymbolInfo _symbol;
    private readonly string _prefix;
    private readonly OrderReports _reports;
    private readonly bool _isUsdm;
    private readonly TimeProvider _timeProvider;
    private long _checkedAt;
    private bool _inSync;
    private bool _connected;

    internal BinanceExchange(
        SpotClient spot, UsdmClient usdm, BinanceCredentials credentials, SymbolInfo symbol, string traderKey)
    {
        (_spot, _usdm, _credentials, _symbol) = (spot, usdm, credentials, symbol);
        _prefix = ClientOrderIds.PrefixOf(traderKey);
        _reports = new(symbol.BaseAsset, symbol.QuoteAsset);
        _isUsdm = symbol.Id.Market == MarketType.Usdm;
        _timeProvider = spot.Connection.TimeProvider;
    }

    /// <summary>Something has happened that <see cref="AdvanceAsync"/> will report. Called on a thread of the stream's.</summary>
    public Action? Reported { get; set; }

    /// <summary>Whether the account's user data stream runs.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_gate)
                return _connected;
        }
    }

    internal IAsyncDisposable? Stream { get; set; }

    /// <inheritdoc/>
    /// <exception cref="BinanceException">Binance cannot be asked: the trader must not act on what it does not know.</exception>
    public async Task<VenueStep> AdvanceAsync(Candle candle, long acknowledged)
    {
        lock (_gate)
            _reports.StartBehind(acknowledged);
        await CheckOpenOrdersAsync();
        await ReconcileAsync(acknowledged);
        var free = await FreeQuoteAsync();
        lock (_gate)
        {
            var reports = _reports.After(acknowledged);
            return new(reports, reports.IsEmpty, free);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Binance deduplicates open orders only: that this intent is not at the venue yet is made sure before anything is sent.
    /// </remarks>
    public async Task<VenueAnswer> PlaceAsync(OrderRequest order)
    {
        if (await KnowsAsync(order.Id) is { } refusal)
            return refusal;
        var answer = _isUsdm ? await PlaceUsdmAsync(order) : await PlaceSpotAsync(order);
        Settle(answer, order);
        return answer;
    }

    /// <inheritdoc/>
    public async Task<VenueAnswer> CancelAsync(long orderId)
    {
        var clientId = ClientOrderIds.Of(_prefix, orderId);
        var error = _isUsdm
            ? await CancelUsdmAsync(clientId)
            : (await _spot.CancelAsync(_credentials, _symbol.Id.Symbol, clientId, CancellationToken.None)).Error;
        if (error is null)
            return VenueAnswer.Accepted;
        OutOfSync();
        return error.ToAnswer();
    }

    /// <inheritdoc/>
    /// <remarks>
    /// On spot Binance does both in one step. On USDⓈ-M the new stop is placed before the old one is cancelled, so that there is
    /// no moment without a stop.
    /// </remarks>
    public async Task<VenueAnswer> ReplaceAsync(long orderId, OrderRequest order)
    {
        if (await KnowsAsync(order.Id) is { } refusal)
            return refusal;
        var clientId = ClientOrderIds.Of(_prefix, orderId);
        VenueAnswer answer;
        if (!_isUsdm)
        {
            answer = await _spot.CancelReplaceAsync(_credentials, clientId, order, CancellationToken.None);
        }
        else
        {
            answer = await PlaceUsdmAsync(order);
            if (answer.Outcome == VenueOutcome.Accepted && await CancelUsdmAsync(clientId) is { } error)
            {
                // The old stop has fired or its state is unknown: the new one may not stay on a position that is going.
                if (error.Failure == BinanceFailure.OrderNotFound)
                    await CancelUsdmAsync(order.ClientOrderId);
                answer = error.ToAnswer();
            }
        }

        Settle(answer, order);
        return answer;
    }

    /// <inheritdoc/>
    /// <exception cref="BinanceException">Binance cannot be asked: the intent stays in flight.</exception>
    public async Task<VenueKnowledge> FindAsync(long orderId)
    {
        var clientId = ClientOrderIds.Of(_prefix, orderId);
        if (_isUsdm)
        {
            var algo = await _usdm.GetAlgoOrderAsync(_credentials, clientId, CancellationToken.None);
            if (algo is { IsOk: true, Value.AlgoId: > 0 } && algo.Value.IsOpen)
                return VenueKnowledge.Open;
            var ordinary = await _usdm.GetOrderAsync(_credentials, _symbol.Id.Symbol, clientId, CancellationToken.None);
            var known = Knowledge(ordinary);
            return known == VenueKnowledge.Unknown && algo.IsOk ? VenueKnowledge.Closed
                : known == VenueKnowledge.Unknown && algo.Error?.Failure != BinanceFailure.OrderNotFound ? throw new BinanceException(algo.Error!)
                : known;
        }

        return Knowledge(await _spot.GetOrderAsync(_credentials, _symbol.Id.Symbol, clientId, CancellationToken.None));
    }

    /// <summary>Ends the stream.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Stream is { } stream)
            await stream.DisposeAsync();
        _reconciling.Dispose();
    }

    void IUserDataSink.OnOrder(OrderEvent e)
    {
        if (e.Symbol != _symbol.Id.Symbol || !ClientOrderIds.TryGetIntent(_prefix, e.ClientOrderId, out var intent))
            return;
        lock (_gate)
        {
            _reports.Register(intent, BinanceNames.SideOf(e.Side), Fixed8.Zero, Fixed8.Zero);
            if (e.IsTriggered)
                _reports.OnTriggered(intent, e.Time, e.Price);
            if (e.IsTrade)
                _reports.OnTrade(intent, e.TradeId, e.Time, e.Price, e.Quantity, e.Commission, e.CommissionAsset, e.Status == "FILLED");
            if (e.Status is "CANCELED" or "EXPIRED" or "REJECTED" or "EXPIRED_IN_MATCH")
                _reports.OnEnded(intent, e.Time, e.Status);
        }

        Reported?.Invoke();
    }

    void IUserDataSink.OnState(bool connected)
    {
        lock (_gate)
        {
            _connected = connected;
            // Whatever the stream missed must be asked for, also when it has just come back.
            _inSync = false;
        }

        if (connected)
            Reported?.Invoke();
    }

    private static VenueKnowledge Knowledge(BinanceResult<OrderWire> result) =>
        result.Error?.Failure == BinanceFailure.OrderNotFound ? VenueKnowledge.Unknown
        : result.OrThrow().IsOpen ? VenueKnowledge.Open
        : VenueKnowledge.Closed;

    private void OutOfSync()
    {
        lock (_gate)
            _inSync = false;
    }

    private void Settle(VenueAnswer answer, OrderRequest order)
    {
        lock (_gate)
        {
            if (answer.Outcome == VenueOutcome.Accepted)
                _reports.Register(order.Id, order.Side, order.Quantity, order.Limit);
            else
                _inSync = false;
        }
    }

    private async Task<VenueAnswer?> KnowsAsync(long intent)
    {
        try
        {
            await ReconcileAsync(0);
        }
        catch (BinanceException e)
        {
            // Nothing has been sent.
            return new(VenueOutcome.Refused, $"not placed: {e.Message}");
        }

        lock (_gate)
            return _reports.Knows(intent) ? VenueAnswer.Accepted : null;
    }

    private async Task<VenueAnswer> PlaceSpotAsync(OrderRequest order)
    {
        var result = await _spot.PlaceAsync(_credentials, order, CancellationToken.None);
        if (!result.IsOk)
            return result.Error.ToAnswer();
        lock (_gate)
        {
            _reports.Register(order.Id, order.Side, order.Quantity, order.Limit);
            foreach (var fill in result.Value.Fills ?? [])
            {
                _reports.OnTrade(
                    order.Id, fill.TradeId, result.Value.TransactTime, fill.Price, fill.Qty, fill.Commission, fill.CommissionAsset, isLast: false);
            }

            if (result.Value.Status is "EXPIRED" or "REJECTED" or "EXPIRED_IN_MATCH")
                _reports.OnEnded(order.Id, result.Value.TransactTime, result.Value.Status);
        }

        return VenueAnswer.Accepted;
    }

    private async Task<VenueAnswer> PlaceUsdmAsync(OrderRequest order)
    {
        if (order.Type is OrderType.StopLimit or OrderType.StopMarket)
        {
            var algo = await _usdm.PlaceAlgoAsync(_credentials, order, OneWay, closePosition: false, CancellationToken.None);
            return algo.IsOk ? VenueAnswer.Accepted : algo.Error.ToAnswer();
        }

        var result = await _usdm.PlaceAsync(_credentials, order, OneWay, CancellationToken.None);
        if (!result.IsOk)
            return result.Error.ToAnswer();
        // The answer has no fills; where the stream is down they are queried.
        if (!IsConnected)
            OutOfSync();
        return VenueAnswer.Accepted;
    }

    // A conditional order, or the ordinary one that its trigger made, which has the same client id.
    private async Task<BinanceError?> CancelUsdmAsync(string clientId)
    {
        var algo = await _usdm.CancelAlgoAsync(_credentials, clientId, CancellationToken.None);
        if (algo.Error is not { Failure: BinanceFailure.OrderNotFound })
            return algo.Error;
        return (await _usdm.CancelAsync(_credentials, _symbol.Id.Symbol, clientId, CancellationToken.None)).Error;
    }

    private async Task<Fixed16> FreeQuoteAsync()
    {
        if (_isUsdm)
        {
            var balances = (await _usdm.GetBalancesAsync(_credentials, CancellationToken.None)).OrThrow();
            return Exact(balances.FirstOrDefault(b => b.Asset == _symbol.QuoteAsset)?.Balance ?? 0);
        }

        var account = (await _spot.GetAccountAsync(_credentials, CancellationToken.None)).OrThrow();
        var free = Exact(account.Balances?.FirstOrDefault(b => b.Asset == _symbol.QuoteAsset)?.Free ?? 0);
        lock (_gate)
            return free + _reports.TiedUp;
    }

    private async Task CheckOpenOrdersAsync()
    {
        long[] open;
        lock (_gate)
        {
            open = [.. _reports.Open];
            if (!_inSync || open.Length == 0 || _timeProvider.GetElapsedTime(_checkedAt) < CheckInterval)
                return;
            _checkedAt = _timeProvider.GetTimestamp();
        }

        var name = _symbol.Id.Symbol;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (_isUsdm)
        {
            ids.UnionWith((await _usdm.GetOpenAlgoOrdersAsync(_credentials, name, CancellationToken.None)).OrThrow().Select(static o => o.ClientAlgoId ?? ""));
            ids.UnionWith((await _usdm.GetOpenOrdersAsync(_credentials, name, CancellationToken.None)).OrThrow().Select(static o => o.ClientOrderId ?? ""));
        }
        else
        {
            ids.UnionWith((await _spot.GetOpenOrdersAsync(_credentials, name, CancellationToken.None)).OrThrow().Select(static o => o.ClientOrderId ?? ""));
        }

        if (open.Any(intent => !ids.Contains(ClientOrderIds.Of(_prefix, intent))))
            OutOfSync();
    }

    private async Task ReconcileAsync(long acknowledged)
    {
        await _reconciling.WaitAsync();
        try
        {
            lock (_gate)
            {
                if (_inSync && _connected)
                    return;
                // What the stream tells from now on is not lost by the queries: both lead to the same reports.
                _inSync = true;
            }

            try
            {
                if (_isUsdm)
                    await ReconcileUsdmAsync(acknowledged);
                else
                    await ReconcileSpotAsync(acknowledged);
            }
            catch
            {
                OutOfSync();
                throw;
            }
        }
        finally
        {
            _reconciling.Release();
        }
    }

    private async Task ReconcileSpotAsync(long acknowledged)
    {
        var orders = (await _spot.GetAllOrdersAsync(_credentials, _symbol.Id.Symbol, null, CancellationToken.None)).OrThrow();
        var trades = (await _spot.GetTradesAsync(_credentials, _symbol.Id.Symbol, null, null, CancellationToken.None)).OrThrow();
        lock (_gate)
            Merge(orders, trades, [], acknowledged);
    }

    private async Task ReconcileUsdmAsync(long acknowledged)
    {
        var algos = (await _usdm.GetAllAlgoOrdersAsync(_credentials, _symbol.Id.Symbol, CancellationToken.None)).OrThrow();
        var orders = (await _usdm.GetAllOrdersAsync(_credentials, _symbol.Id.Symbol, CancellationToken.None)).OrThrow();
        var trades = (await _usdm.GetTradesAsync(_credentials, _symbol.Id.Symbol, null, null, CancellationToken.None)).OrThrow();
        lock (_gate)
            Merge(orders, trades, algos, acknowledged);
    }

    private void Merge(OrderWire[] orders, TradeWire[] trades, AlgoOrderWire[] algos, long acknowledged)
    {
        var since = OrderReports.TimeOf(acknowledged);
        foreach (var algo in algos)
        {
            if (!ClientOrderIds.TryGetIntent(_prefix, algo.ClientAlgoId ?? "", out var intent))
                continue;
            _reports.Register(intent, BinanceNames.SideOf(algo.Side), algo.Quantity, algo.Price);
            if (algo.TriggerTime > since)
                _reports.OnTriggered(intent, algo.TriggerTime, algo.TriggerPrice);
            if (algo.AlgoStatus is "CANCELED" or "EXPIRED" or "REJECTED" && algo.UpdateTime > since)
                _reports.OnEnded(intent, algo.UpdateTime, algo.AlgoStatus);
        }

        foreach (var order in orders)
        {
            if (!ClientOrderIds.TryGetIntent(_prefix, order.ClientOrderId ?? "", out var intent))
                continue;
            _reports.Register(intent, BinanceNames.SideOf(order.Side), order.OrigQty, order.Price);
            if (order.StopPrice.IsPositive && order.WorkingTime > since)
                _reports.OnTriggered(intent, order.WorkingTime, order.StopPrice);
            foreach (var trade in trades)
            {
                // A trade of the very millisecond of the last acknowledgement may have been booked: its sequence tells.
                if (trade.OrderId == order.OrderId && OrderReports.SequenceOf(trade.Time, trade.Id) > acknowledged)
                {
                    _reports.OnTrade(
                        intent, trade.Id, trade.Time, trade.Price, trade.Qty, Math.Abs(trade.Commission), trade.CommissionAsset, isLast: false);
                }
            }

            if (!order.IsOpen && order.Status != "FILLED" && order.UpdateTime > since)
                _reports.OnEnded(intent, order.UpdateTime, order.Status);
            else if (!order.IsOpen)
                _reports.Close(intent);
        }
    }

    private static Fixed16 Exact(decimal amount) => Fixed16.FromDecimal(Math.Truncate(amount * 100_000_000m) / 100_000_000m);
}
