using System.Collections.Immutable;
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
internal sealed class OrderSync : IUserDataSink, IAsyncDisposable
{
    // Events can be lost without the stream breaking; open orders that are not open any more give it away.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _asking = new(1);
    private readonly SpotClient _spot;
    private readonly UsdmClient _usdm;
    private readonly BinanceAccount _account;
    private readonly MarketSymbol _symbol;
    private readonly string _prefix;
    private readonly OrderReports _reports;
    private readonly ITimer _timer;
    private readonly Dictionary<long, Fixed8> _resumed = [];
    private long _acknowledged;
    private long _resumedBehind;
    private bool _asked;
    private bool _inSync;
    private bool _connected;
    private bool _disposed;

    public OrderSync(SpotClient spot, UsdmClient usdm, BinanceAccount account, SymbolInfo symbol, string prefix)
    {
        (_spot, _usdm, _account, _symbol, _prefix) = (spot, usdm, account, symbol.Id, prefix);
        _reports = new(symbol.BaseAsset, symbol.QuoteAsset);
        _timer = spot.Connection.TimeProvider.CreateTimer(static me => _ = ((OrderSync)me!).CheckAsync(), this, CheckInterval, CheckInterval);
    }

    /// <summary>There is something to report.</summary>
    public Action? Changed { get; set; }

    private string Name => _symbol.Symbol;

    private bool IsUsdm => _symbol.Market == MarketType.Usdm;

    /// <summary>Says where the trader goes on.</summary>
    /// <param name="acknowledged">What has happened up to this report is booked, unless to an order that is</param>
    /// <param name="open">open as far as the trader knows, of which so much is booked.</param>
    public void Resume(long acknowledged, ImmutableArray<(long OrderId, Fixed8 Filled)> open)
    {
        lock (_gate)
        {
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
            _inSync = false;
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

        await _asking.WaitAsync();
        try
        {
            lock (_gate)
            {
                if (_inSync && _connected)
                    return;
                // What the stream tells from now on is not lost by the queries.
                _inSync = true;
            }

            await (IsUsdm ? AskUsdmAsync() : AskSpotAsync());
            _asked = true;
        }
        catch
        {
            Distrust();
            throw;
        }
        finally
        {
            _asking.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _timer.DisposeAsync();
    }

    void IUserDataSink.OnOrder(OrderEvent e)
    {
        if (!ClientOrderIds.TryGetIntent(_prefix, e.ClientOrderId, out var intent))
            return;
        lock (_gate)
        {
            // Something is missing before it. To report it would acknowledge that too: Binance is asked for both.
            if (!Follows(e, intent))
                _inSync = false;
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

    private async Task CheckAsync()
    {
        try
        {
            long[] open;
            bool inSync;
            lock (_gate)
                (open, inSync) = ([.. _reports.Open], _inSync && _connected);
            if (_disposed || (open.Length == 0 && inSync))
                return;
            if (inSync)
            {
                var filled = await OpenOrdersAsync();
                if (open.Any(intent => !filled.TryGetValue(ClientOrderIds.Of(_prefix, intent), out var known) || known > With(r => r.FilledOf(intent))))
                    Distrust();
            }

            await EnsureAsync();
            bool hasReports;
            lock (_gate)
                hasReports = _reports.LastSequence > _acknowledged;
            if (hasReports)
                Changed?.Invoke();
        }
        catch (BinanceException)
        {
            // The next check tries again; a trader that needs to know asks itself, and is told.
        }
    }

    // Client order ids of the open orders, with what has filled of them.
    private async Task<Dictionary<string, Fixed8>> OpenOrdersAsync()
    {
        var open = new Dictionary<string, Fixed8>(StringComparer.Ordinal);
        if (IsUsdm)
        {
            foreach (var algo in (await _usdm.GetOpenAlgoOrdersAsync(_account.Credentials, Name, CancellationToken.None)).OrThrow())
                open[algo.ClientAlgoId ?? ""] = Fixed8.Zero;
        }

        var orders = IsUsdm
            ? (await _usdm.GetOpenOrdersAsync(_account.Credentials, Name, CancellationToken.None)).OrThrow()
            : (await _spot.GetOpenOrdersAsync(_account.Credentials, Name, CancellationToken.None)).OrThrow();
        foreach (var order in orders)
            open[order.ClientOrderId ?? ""] = order.ExecutedQty;
        return open;
    }

    private async Task AskSpotAsync()
    {
        var orders = (await _spot.GetAllOrdersAsync(_account.Credentials, Name, null, CancellationToken.None)).OrThrow();
        var trades = (await _spot.GetTradesAsync(_account.Credentials, Name, null, null, CancellationToken.None)).OrThrow();
        lock (_gate)
            Merge(orders, trades, []);
    }

    private async Task AskUsdmAsync()
    {
        var algos = (await _usdm.GetAllAlgoOrdersAsync(_account.Credentials, Name, CancellationToken.None)).OrThrow();
        var orders = (await _usdm.GetAllOrdersAsync(_account.Credentials, Name, CancellationToken.None)).OrThrow();
        var trades = (await _usdm.GetTradesAsync(_account.Credentials, Name, null, null, CancellationToken.None)).OrThrow();
        lock (_gate)
            Merge(orders, trades, algos);
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
            _inSync = false;
        else if (order.Status != "FILLED")
            _reports.OnEnded(intent, order.UpdateTime, order.Status);
        else
            _reports.Close(intent);
    }
}
