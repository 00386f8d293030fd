using TradingBot.Exchange.Binance.Limits;
using TradingBot.Exchange.Binance.Rest;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance.Usdm;

/// <summary>
/// Binance USDⓈ-M futures over REST. Since 2025-12-09 every conditional order goes to <c>algoOrder</c>; the order endpoint
/// answers them with -4120.
/// </summary>
internal sealed class UsdmClient : MarketClient
{
    private const int NoNeedToChangeMarginType = -4046;
    private const int NoNeedToChangePositionMode = -4059;

    private static readonly MarketWeights Weights = new(ExchangeInfo: 1, Price: 1, Order: 1, OpenOrders: 1, AllOpenOrders: 40, Trades: 5, TradesOfOrder: 5);

    public UsdmClient(BinanceConnection connection) : base(connection, "/fapi/v1", Weights) => Countdown = new(this);

    public override int MaxKlines => 1_500;

    /// <summary>The dead man's switch for entries.</summary>
    public EntryCountdown Countdown { get; }

    protected override string TradesPath => "userTrades";

    public Task<BinanceResult<UsdmBalanceWire[]>> GetBalancesAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Get, "/fapi/v3/balance", 5, RequestPriority.Query, credentials, new()),
            BinanceJson.Default.UsdmBalanceWireArray, cancellationToken);

    public Task<BinanceResult<PositionWire[]>> GetPositionsAsync(
        BinanceCredentials credentials, string? symbol, CancellationToken cancellationToken, RequestPriority priority = RequestPriority.Query) =>
        Connection.SendAsync(
            Signed(HttpMethod.Get, "/fapi/v3/positionRisk", 5, priority, credentials, BySymbol(symbol)),
            BinanceJson.Default.PositionWireArray, cancellationToken);

    /// <summary>Places a market or limit order.</summary>
    /// <param name="credentials">Account.</param>
    /// <param name="order">The order; conditional ones go to <see cref="PlaceAlgoAsync"/>.</param>
    /// <param name="positionSide">BOTH in one-way mode; LONG or SHORT in hedge mode, where <c>reduceOnly</c> is not allowed.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<BinanceResult<OrderWire>> PlaceAsync(
        BinanceCredentials credentials, OrderRequest order, string positionSide, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Post, "order", 1, PriorityOf(order), credentials,
                new RequestParameters()
                    .Add("symbol", order.Symbol.Symbol).Add("side", BinanceNames.Of(order.Side)).Add("positionSide", positionSide)
                    .Add("type", BinanceNames.Of(MarketType.Usdm, order.Type))
                    .Add("timeInForce", order.Type == OrderType.Limit ? "GTC" : null)
                    .Add("quantity", order.Quantity)
                    .Add("price", order.Type == OrderType.Limit ? order.Limit : null)
                    .Add("reduceOnly", order.IsExit && positionSide == "BOTH" ? true : null)
                    .Add("newClientOrderId", order.ClientOrderId).Add("newOrderRespType", "RESULT"))
                with { PlacesOrder = true },
            BinanceJson.Default.OrderWire, cancellationToken);

    /// <summary>Places a conditional order.</summary>
    /// <param name="credentials">Account.</param>
    /// <param name="order">The order: stop-limit or stop-market, or a request of another type by <paramref name="type"/>.</param>
    /// <param name="positionSide">BOTH, LONG or SHORT.</param>
    /// <param name="closePosition">
    /// The safest stop: Binance sizes it and removes it with the position. For STOP_MARKET and TAKE_PROFIT_MARKET only.
    /// </param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <param name="type">STOP, STOP_MARKET, TAKE_PROFIT or TAKE_PROFIT_MARKET; null to take it from the order.</param>
    public async Task<BinanceResult<AlgoOrderWire>> PlaceAlgoAsync(
        BinanceCredentials credentials, OrderRequest order, string positionSide, bool closePosition, CancellationToken cancellationToken,
        string? type = null)
    {
        type ??= BinanceNames.Of(MarketType.Usdm, order.Type);
        var hasLimit = type is "STOP" or "TAKE_PROFIT";
        await Countdown.MakeWayAsync(credentials, order, cancellationToken);
        return await Connection.SendAsync(
            Signed(HttpMethod.Post, "algoOrder", 1, PriorityOf(order), credentials,
                new RequestParameters()
                    .Add("algoType", "CONDITIONAL").Add("symbol", order.Symbol.Symbol).Add("side", BinanceNames.Of(order.Side))
                    .Add("positionSide", positionSide).Add("type", type)
                    .Add("timeInForce", hasLimit ? "GTC" : null)
                    .Add("quantity", closePosition ? null : order.Quantity)
                    .Add("price", hasLimit ? order.Limit : null)
                    .Add("triggerPrice", order.Trigger)
                    .Add("workingType", "CONTRACT_PRICE")
                    .Add("closePosition", closePosition ? true : null)
                    .Add("reduceOnly", order.IsExit && !closePosition && positionSide == "BOTH" ? true : null)
                    .Add("clientAlgoId", order.ClientOrderId))
                with { PlacesOrder = true },
            BinanceJson.Default.AlgoOrderWire, cancellationToken);
    }

    /// <summary>Places a trailing stop.</summary>
    /// <param name="credentials">Account.</param>
    /// <param name="order">Side, quantity and ids; its trigger, when above zero, is the price from which it trails.</param>
    /// <param name="callbackRate">Percent, 0.1 to 10.</param>
    /// <param name="positionSide">BOTH, LONG or SHORT.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<BinanceResult<AlgoOrderWire>> PlaceTrailingAsync(
        BinanceCredentials credentials, OrderRequest order, Fixed8 callbackRate, string positionSide, CancellationToken cancellationToken)
    {
        await Countdown.MakeWayAsync(credentials, order, cancellationToken);
        return await Connection.SendAsync(
            Signed(HttpMethod.Post, "algoOrder", 1, PriorityOf(order), credentials,
                new RequestParameters()
                    .Add("algoType", "CONDITIONAL").Add("symbol", order.Symbol.Symbol).Add("side", BinanceNames.Of(order.Side))
                    .Add("positionSide", positionSide).Add("type", "TRAILING_STOP_MARKET").Add("quantity", order.Quantity)
                    .Add("callbackRate", callbackRate).Add("activatePrice", order.Trigger.IsPositive ? order.Trigger : null)
                    .Add("workingType", "CONTRACT_PRICE").Add("reduceOnly", order.IsExit && positionSide == "BOTH" ? true : null)
                    .Add("clientAlgoId", order.ClientOrderId))
                with { PlacesOrder = true },
            BinanceJson.Default.AlgoOrderWire, cancellationToken);
    }

    public Task<BinanceResult<AlgoOrderWire>> CancelAlgoAsync(
        BinanceCredentials credentials, string clientAlgoId, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Delete, "algoOrder", 1, RequestPriority.Cancel, credentials, ByAlgoId(clientAlgoId)),
            BinanceJson.Default.AlgoOrderWire, cancellationToken);

    /// <summary>Changes price and quantity of an open limit order; it loses its place in the queue.</summary>
    public Task<BinanceResult<OrderWire>> AmendAsync(BinanceCredentials credentials, OrderRequest order, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Put, "order", 1, PriorityOf(order), credentials,
                ById(order.Symbol.Symbol, order.ClientOrderId).Add("side", BinanceNames.Of(order.Side))
                    .Add("quantity", order.Quantity).Add("price", order.Limit))
                with { PlacesOrder = true },
            BinanceJson.Default.OrderWire, cancellationToken);

    public Task<BinanceResult<AlgoOrderWire>> GetAlgoOrderAsync(
        BinanceCredentials credentials, string clientAlgoId, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Get, "algoOrder", 1, RequestPriority.Query, credentials, ByAlgoId(clientAlgoId)),
            BinanceJson.Default.AlgoOrderWire, cancellationToken);

    public Task<BinanceResult<AlgoOrderWire[]>> GetOpenAlgoOrdersAsync(
        BinanceCredentials credentials, string? symbol, CancellationToken cancellationToken, RequestPriority priority = RequestPriority.Query) =>
        Connection.SendAsync(
            Signed(HttpMethod.Get, "openAlgoOrders", symbol is null ? 40 : 1, priority, credentials,
                BySymbol(symbol)),
            BinanceJson.Default.AlgoOrderWireArray, cancellationToken);

    /// <summary>Orders of every state of the last days, oldest first.</summary>
    public Task<BinanceResult<OrderWire[]>> GetAllOrdersAsync(
        BinanceCredentials credentials, string symbol, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Get, "allOrders", 5, RequestPriority.Query, credentials,
                BySymbol(symbol).Add("limit", 1000)),
            BinanceJson.Default.OrderWireArray, cancellationToken);

    /// <summary>Conditional orders of every state of the last days, oldest first.</summary>
    public Task<BinanceResult<AlgoOrderWire[]>> GetAllAlgoOrdersAsync(
        BinanceCredentials credentials, string symbol, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Get, "allAlgoOrders", 5, RequestPriority.Query, credentials,
                BySymbol(symbol).Add("limit", 1000)),
            BinanceJson.Default.AlgoOrderWireArray, cancellationToken);

    /// <summary>Sets the leverage of a symbol, 1 to 125.</summary>
    public Task<BinanceResult<LeverageWire>> SetLeverageAsync(
        BinanceCredentials credentials, string symbol, int leverage, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Post, "leverage", 1, RequestPriority.Entry, credentials,
                BySymbol(symbol).Add("leverage", leverage)),
            BinanceJson.Default.LeverageWire, cancellationToken);

    /// <summary>Sets ISOLATED or CROSSED; that it is so already is a success.</summary>
    public Task<BinanceResult<ErrorWire>> SetMarginTypeAsync(
        BinanceCredentials credentials, string symbol, bool isolated, CancellationToken cancellationToken) =>
        SetAsync(
            Signed(HttpMethod.Post, "marginType", 1, RequestPriority.Entry, credentials,
                BySymbol(symbol).Add("marginType", isolated ? "ISOLATED" : "CROSSED")),
            NoNeedToChangeMarginType, cancellationToken);

    /// <summary>Sets hedge or one-way mode of the whole account; that it is so already is a success.</summary>
    public Task<BinanceResult<ErrorWire>> SetPositionModeAsync(
        BinanceCredentials credentials, bool hedge, CancellationToken cancellationToken) =>
        SetAsync(
            Signed(HttpMethod.Post, "positionSide/dual", 1, RequestPriority.Entry, credentials,
                new RequestParameters().Add("dualSidePosition", hedge)),
            NoNeedToChangePositionMode, cancellationToken);

    public Task<BinanceResult<PositionModeWire>> GetPositionModeAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Get, "positionSide/dual", 30, RequestPriority.Query, credentials, new()),
            BinanceJson.Default.PositionModeWire, cancellationToken);

    /// <summary>
    /// Cancels all of the symbol's orders unless it is called again in time; zero stops the countdown. Use <see cref="Countdown"/>,
    /// which keeps it from stops.
    /// </summary>
    public Task<BinanceResult<CountdownWire>> CountdownCancelAllAsync(
        BinanceCredentials credentials, string symbol, TimeSpan countdown, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Post, "countdownCancelAll", 10, RequestPriority.Exit, credentials,
                BySymbol(symbol).Add("countdownTime", (long)countdown.TotalMilliseconds)),
            BinanceJson.Default.CountdownWire, cancellationToken);

    /// <summary>Opens the user data stream, or names the one that is open; it lives for 60 minutes.</summary>
    public Task<BinanceResult<ListenKeyWire>> CreateListenKeyAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        Connection.SendAsync(ByKey(HttpMethod.Post, credentials), BinanceJson.Default.ListenKeyWire, cancellationToken);

    /// <summary>Keeps the user data stream alive for another 60 minutes.</summary>
    public Task<BinanceReply> KeepListenKeyAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        Connection.SendAsync(ByKey(HttpMethod.Put, credentials), cancellationToken);

    public Task<BinanceReply> CloseListenKeyAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        Connection.SendAsync(ByKey(HttpMethod.Delete, credentials), cancellationToken);

    protected override int KlinesWeight(int limit) => limit switch { < 100 => 1, < 500 => 2, <= 1000 => 5, _ => 10 };

    private async Task<BinanceResult<ErrorWire>> SetAsync(BinanceCall call, int isSoAlready, CancellationToken cancellationToken)
    {
        var result = await Connection.SendAsync(call, BinanceJson.Default.ErrorWire, cancellationToken);
        return result.Error?.Code == isSoAlready ? new(new(200, "success"), null) : result;
    }

    private static RequestParameters ByAlgoId(string clientAlgoId) => new RequestParameters().Add("clientAlgoId", clientAlgoId);

    private static BinanceCall ByKey(HttpMethod method, BinanceCredentials credentials) =>
        new(method, "/fapi/v1/listenKey", 1, RequestPriority.Query) { Credentials = credentials };
}
