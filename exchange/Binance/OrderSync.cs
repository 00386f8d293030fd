using System.Collections.Immutable;
using TradingBot.Exchange.Binance.Limits;
using TradingBot.Exchange.Binance.Spot;
using TradingBot.Exchange.Binance.Usdm;
using TradingBot.Exchange.Binance.UserData;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance;

/// <summary>
/// Keeps one trader's <see cref="OrderReports"/> true. The stream tells what happens; at the start, after every interruption of
/// the stream and whenever something does not add up, Binance is asked. Both lead to the same reports.
/// </summary>
internal sealed class OrderSync : IUserDataSink, IDisposable
{
    // A list may lag behind what has just been placed.
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, long> _missing = [];
    private readonly SemaphoreSlim _asking = new(1);
    private readonly SpotClient _spot;
    private readonly UsdmClient _usdm;
    private readonly BinanceAccount _account;
    private readonly MarketSymbol _symbol;
    private readonly string _prefix;
    private readonly OrderReports _reports;
    private readonly Dictionary<long, Fixed8> _resumed = [];
    private long _acknowledged;
    private long _resumedBehind;
    private bool _isResumed;
    private bool _asked;
    private bool _inSync;
    private bool _mustAsk;
    private bool _connected;

    public OrderSync(SpotClient spot, UsdmClient usdm, BinanceAccount account, SymbolInfo symbol, string prefix)
    {
        (_spot, _usdm, _account, _symbol, _prefix) = (spot, usdm, account, symbol.Id, prefix);
        _reports = new(symbol.BaseAsset, symbol.QuoteAsset);
    }

    /// <summary>There is something to report.</summary>
    public Action? Changed { get; set; }

    private string Name => _symbol.Symbol;

    private bool IsUsdm => _symbol.Market == MarketType.Usdm;

    /// <summary>Says where the trader goes on.</summary>
    /// <param name="acknowledged">What has happened up to this report is booked, unless to an order that</param>
    /// <param name="open">may have filled further as far as the trader knows, of which so much is booked.</param>
    public void Resume(long acknowledged, ImmutableArray<(long OrderId, Fixed8 Filled)> open)
    {
        lock (_gate)
        {
            _isResumed = true;
            _acknowledged = _resumedBehind = acknowledged;
            _reports.StartBehind(acknowledged);
            foreach (var (orderId, filled) in open)
                _resumed[orderId] = filled;
        }
    }

    /// <summary>Does something to the reports.</summary>
    public void With(Action<OrderReports> act)
    {
        lock (_gate)
            act(_reports);
    }

    /// <summary>Reads something of the reports.</summary>
    public T With<T>(Func<OrderReports, T> read)
    {
        lock (_gate)
            return read(_reports);
    }

    /// <summary>Something was done of which the outcome must be asked for.</summary>
    public void Distrust()
    {
        lock (_gate)
            (_inSync, _mustAsk) = (false, true);
    }

    /// <summary>Reports that are not acknowledged, oldest first.</summary>
    /// <exception cref="BinanceException">Binance must be asked, and cannot be.</exception>
    public async ValueTask<ImmutableArray<ExecutionReport>> ReadAsync(long acknowledged)
    {
        lock (_gate)
        {
            if (!_asked)
                _resumedBehind = Math.Max(_resumedBehind, acknowledged);
            _acknowledged = Math.Max(_acknowledged, acknowledged);
            _reports.StartBehind(_acknowledged);
        }

        await EnsureAsync();
        lock (_gate)
            return _reports.After(acknowledged);
    }

    /// <summary>Asks Binance where every order stands, unless the stream has told.</summary>
    /// <exception cref="BinanceException">Binance cannot be asked.</exception>
    public async ValueTask EnsureAsync()
    {
        lock (_gate)
        {
            if (_inSync && _connected)
                return;
        }

        if (!_asked)
            await _account.UntilConnectedAsync();
        await _asking.WaitAsync();
        var mustAsk = true;
        try
        {
            lock (_gate)
            {
                if (_inSync && _connected)
                    return;
                // What the stream tells from now on is not lost by the queries.
                (_inSync, mustAsk, _mustAsk) = (true, _mustAsk, false);
            }

            if (mustAsk || !await IsAsLeftAsync())
                await (IsUsdm ? AskUsdmAsync() : AskSpotAsync());
            _asked = true;
        }
        catch
        {
            lock (_gate)
                (_inSync, _mustAsk) = (false, _mustAsk || mustAsk);
            throw;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    /// <summary>
    /// Looks at what is open, where weight is left for that. Events can be lost without the stream breaking; orders that are not open any
    /// more, or have filled further, give it away.
    /// </summary>
    /// <returns>All open orders of the symbol; default when Binance cannot be asked now.</returns>
    public async Task<ImmutableArray<OpenOrder>> LookAsync()
    {
        long[] expected;
        lock (_gate)
            expected = [.. _reports.Open];
        var open = await OpenOrder.ListAsync(_spot, _usdm, _account.Credentials, _symbol, RequestPriority.Watch);
        if (!open.IsOk)
            return default;
        var filled = open.Value.Where(o => IntentOf(o) is not null).ToLookup(o => IntentOf(o)!.Value, static o => o.Filled);
        if (expected.Any(intent => !filled.Contains(intent) || filled[intent].Any(f => f > With(r => r.FilledOf(intent)))))
            Distrust();
        return open.Value;
    }

    /// <summary>The number of the intent whose order it is; null for one that is not this trader's.</summary>
    public long? IntentOf(OpenOrder order) => ClientOrderIds.TryGetIntent(_prefix, order.Order.ClientOrderId, out var intent) ? intent : null;

    void IUserDataSink.OnOrder(OrderEvent e)
    {
        if (!ClientOrderIds.TryGetIntent(_prefix, e.ClientOrderId, out var intent))
            return;
        lock (_gate)
        {
            // Something is missing before it. To report it would acknowledge that too: Binance is asked for both.
            if (!Follows(e, intent))
                (_inSync, _mustAsk) = (false, true);
            else
                Take(e, intent);
        }

        Changed?.Invoke();
    }

    void IUserDataSink.OnBalance(string asset, decimal total, decimal free) { }

    void IUserDataSink.OnState(bool connected)
    {
        lock (_gate)
        {
            _connected = connected;
            // Whatever the stream missed must be asked for, also when it has just come back.
            _inSync = false;
        }

        if (connected)
            Changed?.Invoke();
    }

    // What was booked in an earlier life is not known before Binance has been asked.
    private bool Follows(OrderEvent e, long intent) =>
        _asked && (e.IsTrade && !_reports.Has(intent, e.TradeId) ? _reports.FilledOf(intent) + e.Quantity == e.Filled : _reports.FilledOf(intent) >= e.Filled);

    private void Take(OrderEvent e, long intent)
    {
        _reports.Register(intent, BinanceNames.SideOf(e.Side), Fixed8.Zero, Fixed8.Zero);
        if (e.IsTriggered)
            _reports.OnTriggered(intent, e.Time, e.Price);
        if (e.IsTrade)
            _reports.OnTrade(intent, e.TradeId, e.Time, e.Price, e.Quantity, e.Commission, e.CommissionAsset, e.Status == "FILLED");
        if (e.Status is "CANCELED" or "EXPIRED" or "REJECTED" or "EXPIRED_IN_MATCH")
            _reports.OnEnded(intent, e.Time, e.Status);
    }

    // Where every order that may have filled further is open as it was left, nothing has happened since: one light request instead of two
    // or three heavy ones, for a thousand traders that start, or lose their stream, at the same time. Without any order, a state that comes
    // from a backup would look the same.
    private async Task<bool> IsAsLeftAsync()
    {
        Dictionary<long, Fixed8> left;
        lock (_gate)
        {
            if (!_asked && (!_isResumed || _resumed.Count == 0 || _resumed.Values.Any(static filled => filled.IsPositive)))
                return false;
            left = _asked ? _reports.Open.ToDictionary(static intent => intent, _reports.FilledOf) : new(_resumed);
        }

        var open = (await OpenOrder.ListAsync(_spot, _usdm, _account.Credentials, _symbol, RequestPriority.Query)).OrThrow();
        var own = open.Select(o => (Intent: IntentOf(o) ?? -1, Open: o)).Where(static o => o.Intent >= 0).ToList();
        lock (_gate)
        {
            if (own.Count != left.Count || own.Exists(o => !left.TryGetValue(o.Intent, out var filled) || o.Open.Filled != filled || (o.Open.IsTriggered && !_reports.IsTriggered(o.Intent))))
                return false;
            foreach (var (intent, order) in own)
                _reports.Register(intent, order.Order.Side, order.Order.Quantity, order.Order.Price);
            return true;
        }
    }

    private async Task AskSpotAsync()
    {
        var orders = (await _spot.GetAllOrdersAsync(_account.Credentials, Name, null, CancellationToken.None)).OrThrow();
        var trades = (await _spot.GetTradesAsync(_account.Credentials, Name, null, null, CancellationToken.None)).OrThrow();
        await MergeAsync(orders, trades, []);
    }

    private async Task AskUsdmAsync()
    {
        var algos = (await _usdm.GetAllAlgoOrdersAsync(_account.Credentials, Name, CancellationToken.None)).OrThrow();
        var orders = (await _usdm.GetAllOrdersAsync(_account.Credentials, Name, CancellationToken.None)).OrThrow();
        var trades = (await _usdm.GetTradesAsync(_account.Credentials, Name, null, null, CancellationToken.None)).OrThrow();
        await MergeAsync(orders, trades, algos);
    }

    // Lists reach back 1,000 orders, and on USDⓈ-M a week: what has been open for longer is among the open orders alone.
    private async Task MergeAsync(OrderWire[] orders, TradeWire[] trades, AlgoOrderWire[] algos)
    {
        HashSet<string> listed = [.. orders.Select(static o => o.ClientOrderId ?? ""), .. algos.Select(static a => a.ClientAlgoId ?? "")];
        var older = With(r => r.Open.Concat(_resumed.Keys).All(intent => listed.Contains(ClientOrderIds.Of(_prefix, intent)))) ? []
            : (await OpenOrder.ListAsync(_spot, _usdm, _account.Credentials, _symbol, RequestPriority.Query)).OrThrow().RemoveAll(o => listed.Contains(o.Order.ClientOrderId));
        lock (_gate)
        {
            foreach (var order in older)
            {
                if (IntentOf(order) is { } intent && listed.Add(order.Order.ClientOrderId))
                    _reports.Register(intent, order.Order.Side, order.Order.Quantity, order.Order.Price);
            }

            EndForgotten(listed);
            Merge(orders, trades, algos);
        }
    }

    private void Merge(OrderWire[] orders, TradeWire[] trades, AlgoOrderWire[] algos)
    {
        foreach (var algo in algos)
        {
            if (!ClientOrderIds.TryGetIntent(_prefix, algo.ClientAlgoId ?? "", out var intent))
                continue;
            var since = SinceOf(intent);
            _reports.Register(intent, BinanceNames.SideOf(algo.Side), algo.Quantity, algo.Price);
            if (algo.TriggerTime > since)
                _reports.OnTriggered(intent, algo.TriggerTime, algo.TriggerPrice);
            if (algo.AlgoStatus is not ("CANCELED" or "EXPIRED" or "REJECTED"))
                continue;
            if (algo.UpdateTime > since)
                _reports.OnEnded(intent, algo.UpdateTime, algo.AlgoStatus);
            else
                _reports.Close(intent);
        }

        var tradesOf = trades.ToLookup(static t => t.OrderId);
        foreach (var order in orders)
        {
            if (ClientOrderIds.TryGetIntent(_prefix, order.ClientOrderId ?? "", out var intent))
                Merge(intent, order, tradesOf[order.OrderId].OrderBy(static t => t.Id));
        }
    }

    // An order that is in no list any more: the venue has forgotten it with the whole account, as testnets do about monthly.
    private void EndForgotten(HashSet<string> listed)
    {
        var time = _spot.Connection.TimeProvider;
        foreach (var intent in _reports.Open.ToArray())
        {
            if (listed.Contains(ClientOrderIds.Of(_prefix, intent)))
                _missing.Remove(intent);
            else if (!_missing.TryAdd(intent, time.GetTimestamp()) && time.GetElapsedTime(_missing[intent]) >= ForgottenAfter)
                _reports.OnEnded(intent, OrderReports.TimeOf(_reports.LastSequence), "EXPIRED");
        }
    }

    // What came later than this has been reported to nobody before this life; in this one, reports know themselves. Of an order that
    // the trader takes for open, nothing has ended.
    private long SinceOf(long intent) => _resumed.ContainsKey(intent) ? 0 : OrderReports.TimeOf(_resumedBehind);

    // Of an order, fills are booked in their order.
    private bool IsBooked(long intent, TradeWire trade) =>
        _resumed.TryGetValue(intent, out var filled)
            ? _reports.FilledOf(intent) + trade.Qty <= filled
            : OrderReports.SequenceOf(trade.Time, trade.Id) <= _resumedBehind;

    private void Merge(long intent, OrderWire order, IEnumerable<TradeWire> trades)
    {
        var since = SinceOf(intent);
        _reports.Register(intent, BinanceNames.SideOf(order.Side), order.OrigQty, order.Price);
        if (order.StopPrice.IsPositive && order.WorkingTime > since)
            _reports.OnTriggered(intent, order.WorkingTime, order.StopPrice);
        foreach (var trade in trades)
        {
            if (IsBooked(intent, trade))
                _reports.OnBooked(intent, trade.Id, trade.Qty);
            else
                _reports.OnTrade(intent, trade.Id, trade.Time, trade.Price, trade.Qty, Math.Abs(trade.Commission), trade.CommissionAsset, isLast: false);
        }

        if (order.IsOpen)
            return;
        if (order.UpdateTime <= since)
            _reports.Close(intent);
        else if (_reports.FilledOf(intent) < order.ExecutedQty)
            // The list of trades lags behind that of orders; the order is not over before its fills are known.
            (_inSync, _mustAsk) = (false, true);
        else if (order.Status != "FILLED")
            _reports.OnEnded(intent, order.UpdateTime, order.Status);
        else
            _reports.Close(intent);
    }
}
