using System.Collections.Immutable;
using TradingBot.Exchange.Binance.Limits;
using TradingBot.Exchange.Binance.Rest;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance.Usdm;

/// <summary>
/// Binance USDⓈ-M futures over REST. Since 2025-12-09 every conditional order goes to <c>algoOrder</c>; the order endpoint
/// answers them with -4120.
/// </summary>
internal sealed class UsdmClient(BinanceConnection connection)
{
    /// <summary>Rows that one <c>klines</c> request gives at most.</summary>
    public const int MaxKlines = 1_500;

    private const int NoNeedToChangeMarginType = -4046;
    private const int NoNeedToChangePositionMode = -4059;

    public BinanceConnection Connection => connection;

    public Task<BinanceResult<ServerTimeWire>> GetTimeAsync(CancellationToken cancellationToken) =>
        connection.SendAsync(
            new(HttpMethod.Get, "/fapi/v1/time", 1, RequestPriority.Query), BinanceJson.Default.ServerTimeWire, cancellationToken);

    /// <summary>All perpetuals with their filters; takes over the venue's limits on the way.</summary>
    public async Task<BinanceResult<ImmutableArray<SymbolInfo>>> GetSymbolsAsync(CancellationToken cancellationToken)
    {
        var info = await connection.SendAsync(
            new(HttpMethod.Get, "/fapi/v1/exchangeInfo", 1, RequestPriority.History), BinanceJson.Default.ExchangeInfoWire, cancellationToken);
        VenueLimits.Apply(connection, info.Value);
        return info.Then(i => SymbolInfos.From(MarketType.Usdm, i));
    }

    /// <summary>Rows of klines, the forming one included when it is in the range.</summary>
    public Task<BinanceResult<List<Candle>>> GetKlinesAsync(
        string symbol, CandleInterval interval, long? from, long? to, int limit, CancellationToken cancellationToken) =>
        connection.SendAsync(
            new(HttpMethod.Get, "/fapi/v1/klines", limit switch { < 100 => 1, < 500 => 2, <= 1000 => 5, _ => 10 }, RequestPriority.History)
            {
                Parameters = new RequestParameters().Add("symbol", symbol).Add("interval", interval.Name)
                    .Add("startTime", from).Add("endTime", to).Add("limit", limit),
            },
            static body => KlineRows.Parse(body.Span), cancellationToken);

    public Task<BinanceResult<PriceWire>> GetPriceAsync(string symbol, CancellationToken cancellationToken) =>
        connection.SendAsync(
            new(HttpMethod.Get, "/fapi/v1/ticker/price", 1, RequestPriority.Query) { Parameters = new RequestParameters().Add("symbol", symbol) },
            BinanceJson.Default.PriceWire, cancellationToken);

    public Task<BinanceResult<UsdmBalanceWire[]>> GetBalancesAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/fapi/v3/balance", 5, RequestPriority.Query, credentials, new()),
            BinanceJson.Default.UsdmBalanceWireArray, cancellationToken);

    public Task<BinanceResult<PositionWire[]>> GetPositionsAsync(
        BinanceCredentials credentials, string? symbol, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/fapi/v3/positionRisk", 5, RequestPriority.Query, credentials, new RequestParameters().Add("symbol", symbol)),
            BinanceJson.Default.PositionWireArray, cancellationToken);

    /// <summary>Places a market or limit order.</summary>
    /// <param name="credentials">Account.</param>
    /// <param name="order">The order; conditional ones go to <see cref="PlaceAlgoAsync"/>.</param>
    /// <param name="positionSide">BOTH in one-way mode; LONG or SHORT in hedge mode, where <c>reduceOnly</c> is not allowed.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<BinanceResult<OrderWire>> PlaceAsync(
        BinanceCredentials credentials, OrderRequest order, string positionSide, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Post, "/fapi/v1/order", 1, PriorityOf(order), credentials,
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
    public Task<BinanceResult<AlgoOrderWire>> PlaceAlgoAsync(
        BinanceCredentials credentials, OrderRequest order, string positionSide, bool closePosition, CancellationToken cancellationToken,
        string? type = null)
    {
        type ??= BinanceNames.Of(MarketType.Usdm, order.Type);
        var hasLimit = type is "STOP" or "TAKE_PROFIT";
        return connection.SendAsync(
            Signed(HttpMethod.Post, "/fapi/v1/algoOrder", 1, PriorityOf(order), credentials,
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
    public Task<BinanceResult<AlgoOrderWire>> PlaceTrailingAsync(
        BinanceCredentials credentials, OrderRequest order, Numbers.Fixed8 callbackRate, string positionSide, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Post, "/fapi/v1/algoOrder", 1, PriorityOf(order), credentials,
                new RequestParameters()
                    .Add("algoType", "CONDITIONAL").Add("symbol", order.Symbol.Symbol).Add("side", BinanceNames.Of(order.Side))
                    .Add("positionSide", positionSide).Add("type", "TRAILING_STOP_MARKET").Add("quantity", order.Quantity)
                    .Add("callbackRate", callbackRate).Add("activatePrice", order.Trigger.IsPositive ? order.Trigger : null)
                    .Add("workingType", "CONTRACT_PRICE").Add("reduceOnly", order.IsExit && positionSide == "BOTH" ? true : null)
                    .Add("clientAlgoId", order.ClientOrderId))
                with { PlacesOrder = true },
            BinanceJson.Default.AlgoOrderWire, cancellationToken);

    public Task<BinanceResult<OrderWire>> CancelAsync(
        BinanceCredentials credentials, string symbol, string clientOrderId, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Delete, "/fapi/v1/order", 1, RequestPriority.Cancel, credentials, ById(symbol, clientOrderId)),
            BinanceJson.Default.OrderWire, cancellationToken);

    public Task<BinanceResult<AlgoOrderWire>> CancelAlgoAsync(
        BinanceCredentials credentials, string clientAlgoId, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Delete, "/fapi/v1/algoOrder", 1, RequestPriority.Cancel, credentials, ByAlgoId(clientAlgoId)),
            BinanceJson.Default.AlgoOrderWire, cancellationToken);

    /// <summary>Changes price and quantity of an open limit order; it loses its place in the queue.</summary>
    public Task<BinanceResult<OrderWire>> AmendAsync(BinanceCredentials credentials, OrderRequest order, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Put, "/fapi/v1/order", 1, PriorityOf(order), credentials,
                ById(order.Symbol.Symbol, order.ClientOrderId).Add("side", BinanceNames.Of(order.Side))
                    .Add("quantity", order.Quantity).Add("price", order.Limit))
                with { PlacesOrder = true },
            BinanceJson.Default.OrderWire, cancellationToken);

    public Task<BinanceResult<OrderWire>> GetOrderAsync(
        BinanceCredentials credentials, string symbol, string clientOrderId, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/fapi/v1/order", 1, RequestPriority.Query, credentials, ById(symbol, clientOrderId)),
            BinanceJson.Default.OrderWire, cancellationToken);

    public Task<BinanceResult<AlgoOrderWire>> GetAlgoOrderAsync(
        BinanceCredentials credentials, string clientAlgoId, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/fapi/v1/algoOrder", 1, RequestPriority.Query, credentials, ByAlgoId(clientAlgoId)),
            BinanceJson.Default.AlgoOrderWire, cancellationToken);

    public Task<BinanceResult<OrderWire[]>> GetOpenOrdersAsync(
        BinanceCredentials credentials, string? symbol, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/fapi/v1/openOrders", symbol is null ? 40 : 1, RequestPriority.Query, credentials,
                new RequestParameters().Add("symbol", symbol)),
            BinanceJson.Default.OrderWireArray, cancellationToken);

    public Task<BinanceResult<AlgoOrderWire[]>> GetOpenAlgoOrdersAsync(
        BinanceCredentials credentials, string? symbol, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/fapi/v1/openAlgoOrders", symbol is null ? 40 : 1, RequestPriority.Query, credentials,
                new RequestParameters().Add("symbol", symbol)),
            BinanceJson.Default.AlgoOrderWireArray, cancellationToken);

    /// <summary>Orders of every state of the last days, oldest first.</summary>
    public Task<BinanceResult<OrderWire[]>> GetAllOrdersAsync(
        BinanceCredentials credentials, string symbol, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/fapi/v1/allOrders", 5, RequestPriority.Query, credentials,
                new RequestParameters().Add("symbol", symbol).Add("limit", 1000)),
            BinanceJson.Default.OrderWireArray, cancellationToken);

    /// <summary>Conditional orders of every state of the last days, oldest first.</summary>
    public Task<BinanceResult<AlgoOrderWire[]>> GetAllAlgoOrdersAsync(
        BinanceCredentials credentials, string symbol, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/fapi/v1/allAlgoOrders", 5, RequestPriority.Query, credentials,
                new RequestParameters().Add("symbol", symbol).Add("limit", 1000)),
            BinanceJson.Default.AlgoOrderWireArray, cancellationToken);

    public Task<BinanceResult<TradeWire[]>> GetTradesAsync(
        BinanceCredentials credentials, string symbol, long? orderId, long? fromId, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/fapi/v1/userTrades", 5, RequestPriority.Query, credentials,
                new RequestParameters().Add("symbol", symbol).Add("orderId", orderId).Add("fromId", fromId).Add("limit", 1000)),
            BinanceJson.Default.TradeWireArray, cancellationToken);

    /// <summary>Sets the leverage of a symbol, 1 to 125.</summary>
    public Task<BinanceResult<LeverageWire>> SetLeverageAsync(
        BinanceCredentials credentials, string symbol, int leverage, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Post, "/fapi/v1/leverage", 1, RequestPriority.Entry, credentials,
                new RequestParameters().Add("symbol", symbol).Add("leverage", leverage)),
            BinanceJson.Default.LeverageWire, cancellationToken);

    /// <summary>Sets ISOLATED or CROSSED; that it is so already is a success.</summary>
    public Task<BinanceResult<ErrorWire>> SetMarginTypeAsync(
        BinanceCredentials credentials, string symbol, bool isolated, CancellationToken cancellationToken) =>
        SetAsync(
            Signed(HttpMethod.Post, "/fapi/v1/marginType", 1, RequestPriority.Entry, credentials,
                new RequestParameters().Add("symbol", symbol).Add("marginType", isolated ? "ISOLATED" : "CROSSED")),
            NoNeedToChangeMarginType, cancellationToken);

    /// <summary>Sets hedge or one-way mode of the whole account; that it is so already is a success.</summary>
    public Task<BinanceResult<ErrorWire>> SetPositionModeAsync(
        BinanceCredentials credentials, bool hedge, CancellationToken cancellationToken) =>
        SetAsync(
            Signed(HttpMethod.Post, "/fapi/v1/positionSide/dual", 1, RequestPriority.Entry, credentials,
                new RequestParameters().Add("dualSidePosition", hedge)),
            NoNeedToChangePositionMode, cancellationToken);

    public Task<BinanceResult<PositionModeWire>> GetPositionModeAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/fapi/v1/positionSide/dual", 30, RequestPriority.Query, credentials, new()),
            BinanceJson.Default.PositionModeWire, cancellationToken);

    /// <summary>
    /// The dead man's switch: cancels the symbol's orders unless it is called again in time. It is not documented whether it takes
    /// conditional orders too, so it may be armed only while no stop protects a position there.
    /// </summary>
    /// <param name="credentials">Account.</param>
    /// <param name="symbol">Symbol.</param>
    /// <param name="countdown">Time until the cancel; zero stops the countdown.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A refusal, without asking Binance, when a conditional order is open and the countdown is above zero.</returns>
    public async Task<BinanceResult<CountdownWire>> CountdownCancelEntriesAsync(
        BinanceCredentials credentials, string symbol, TimeSpan countdown, CancellationToken cancellationToken)
    {
        if (countdown > TimeSpan.Zero)
        {
            var stops = await GetOpenAlgoOrdersAsync(credentials, symbol, cancellationToken);
            if (!stops.IsOk)
                return new(null, stops.Error);
            if (stops.Value.Any(static o => o.ReduceOnly == true || o.ClosePosition == true))
                return new(null, new(BinanceFailure.Refused, 0, $"{symbol} has a protective stop, which the countdown might cancel"));
        }

        return await connection.SendAsync(
            Signed(HttpMethod.Post, "/fapi/v1/countdownCancelAll", 10, RequestPriority.Cancel, credentials,
                new RequestParameters().Add("symbol", symbol).Add("countdownTime", (long)countdown.TotalMilliseconds)),
            BinanceJson.Default.CountdownWire, cancellationToken);
    }

    /// <summary>Opens the user data stream, or names the one that is open; it lives for 60 minutes.</summary>
    public Task<BinanceResult<ListenKeyWire>> CreateListenKeyAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        connection.SendAsync(ByKey(HttpMethod.Post, credentials), BinanceJson.Default.ListenKeyWire, cancellationToken);

    /// <summary>Keeps the user data stream alive for another 60 minutes.</summary>
    public Task<BinanceReply> KeepListenKeyAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        connection.SendAsync(ByKey(HttpMethod.Put, credentials), cancellationToken);

    public Task<BinanceReply> CloseListenKeyAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        connection.SendAsync(ByKey(HttpMethod.Delete, credentials), cancellationToken);

    private async Task<BinanceResult<ErrorWire>> SetAsync(BinanceCall call, int isSoAlready, CancellationToken cancellationToken)
    {
        var result = await connection.SendAsync(call, BinanceJson.Default.ErrorWire, cancellationToken);
        return result.Error?.Code == isSoAlready ? new(new(200, "success"), null) : result;
    }

    private static RequestParameters ById(string symbol, string clientOrderId) =>
        new RequestParameters().Add("symbol", symbol).Add("origClientOrderId", clientOrderId);

    private static RequestParameters ByAlgoId(string clientAlgoId) => new RequestParameters().Add("clientAlgoId", clientAlgoId);

    private static RequestPriority PriorityOf(OrderRequest order) => order.IsExit ? RequestPriority.Exit : RequestPriority.Entry;

    private static BinanceCall ByKey(HttpMethod method, BinanceCredentials credentials) =>
        new(method, "/fapi/v1/listenKey", 1, RequestPriority.Query) { Credentials = credentials };

    private static BinanceCall Signed(
        HttpMethod method, string path, int weight, RequestPriority priority, BinanceCredentials credentials, RequestParameters parameters) =>
        new(method, path, weight, priority) { Parameters = parameters, Credentials = credentials, Signed = true };
}
