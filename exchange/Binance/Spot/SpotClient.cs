using System.Collections.Immutable;
using System.Text.Json;
using TradingBot.Exchange.Binance.Limits;
using TradingBot.Exchange.Binance.Rest;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance.Spot;

/// <summary>Binance spot over REST: what the service needs of it, for any number of accounts.</summary>
internal sealed class SpotClient(BinanceConnection connection)
{
    /// <summary>Rows that one <c>klines</c> request gives at most.</summary>
    public const int MaxKlines = 1_000;

    public BinanceConnection Connection => connection;

    public Task<BinanceResult<ServerTimeWire>> GetTimeAsync(CancellationToken cancellationToken) =>
        connection.SendAsync(
            new(HttpMethod.Get, "/api/v3/time", 1, RequestPriority.Query), BinanceJson.Default.ServerTimeWire, cancellationToken);

    /// <summary>All symbols with their filters; takes over the venue's limits on the way.</summary>
    public async Task<BinanceResult<ImmutableArray<SymbolInfo>>> GetSymbolsAsync(CancellationToken cancellationToken)
    {
        var info = await connection.SendAsync(
            new(HttpMethod.Get, "/api/v3/exchangeInfo", 20, RequestPriority.History), BinanceJson.Default.ExchangeInfoWire, cancellationToken);
        VenueLimits.Apply(connection, info.Value);
        return info.Then(i => SymbolInfos.From(MarketType.Spot, i));
    }

    /// <summary>Rows of klines, the forming one included when it is in the range.</summary>
    public Task<BinanceResult<List<Candle>>> GetKlinesAsync(
        string symbol, CandleInterval interval, long? from, long? to, int limit, CancellationToken cancellationToken) =>
        connection.SendAsync(
            new(HttpMethod.Get, "/api/v3/klines", 2, RequestPriority.History)
            {
                Parameters = new RequestParameters().Add("symbol", symbol).Add("interval", interval.Name)
                    .Add("startTime", from).Add("endTime", to).Add("limit", limit),
            },
            static body => KlineRows.Parse(body.Span), cancellationToken);

    public Task<BinanceResult<PriceWire>> GetPriceAsync(string symbol, CancellationToken cancellationToken) =>
        connection.SendAsync(
            new(HttpMethod.Get, "/api/v3/ticker/price", 2, RequestPriority.Query) { Parameters = new RequestParameters().Add("symbol", symbol) },
            BinanceJson.Default.PriceWire, cancellationToken);

    public Task<BinanceResult<SpotAccountWire>> GetAccountAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/api/v3/account", 20, RequestPriority.Query, credentials, new RequestParameters().Add("omitZeroBalances", true)),
            BinanceJson.Default.SpotAccountWire, cancellationToken);

    /// <summary>Places an order. Stop-market is Binance's STOP_LOSS, which some symbols and the testnet do not have.</summary>
    public Task<BinanceResult<OrderWire>> PlaceAsync(BinanceCredentials credentials, OrderRequest order, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Post, "/api/v3/order", 1, PriorityOf(order), credentials, Describe(order).Add("newOrderRespType", "FULL"))
                with { PlacesOrder = true },
            BinanceJson.Default.OrderWire, cancellationToken);

    /// <summary>Has an order checked without placing it.</summary>
    public Task<BinanceReply> TestAsync(BinanceCredentials credentials, OrderRequest order, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Post, "/api/v3/order/test", 1, RequestPriority.Query, credentials, Describe(order)), cancellationToken);

    public Task<BinanceResult<OrderWire>> CancelAsync(
        BinanceCredentials credentials, string symbol, string clientOrderId, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Delete, "/api/v3/order", 1, RequestPriority.Cancel, credentials, ById(symbol, clientOrderId)),
            BinanceJson.Default.OrderWire, cancellationToken);

    /// <summary>Cancels one order and places another if, and only if, the cancel succeeds.</summary>
    /// <returns>Accepted, cancelled-not-placed, not open, refused or unknown.</returns>
    public async Task<VenueAnswer> CancelReplaceAsync(
        BinanceCredentials credentials, string clientOrderId, OrderRequest order, CancellationToken cancellationToken)
    {
        var parameters = Describe(order).Add("cancelReplaceMode", "STOP_ON_FAILURE").Add("cancelOrigClientOrderId", clientOrderId);
        var reply = await connection.SendAsync(
            Signed(HttpMethod.Post, "/api/v3/order/cancelReplace", 1, PriorityOf(order), credentials, parameters) with { PlacesOrder = true },
            cancellationToken);
        return reply.Error is null ? VenueAnswer.Accepted : CancelReplaceAnswers.From(reply.Error, reply.Body.Span);
    }

    /// <summary>Makes an order smaller; it keeps its place in the queue.</summary>
    public Task<BinanceResult<AmendWire>> AmendAsync(
        BinanceCredentials credentials, string symbol, string clientOrderId, Fixed8 newQuantity, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Put, "/api/v3/order/amend/keepPriority", 4, RequestPriority.Exit, credentials,
                ById(symbol, clientOrderId).Add("newQty", newQuantity).Add("newClientOrderId", clientOrderId)),
            BinanceJson.Default.AmendWire, cancellationToken);

    public Task<BinanceResult<OrderWire>> GetOrderAsync(
        BinanceCredentials credentials, string symbol, string clientOrderId, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/api/v3/order", 4, RequestPriority.Query, credentials, ById(symbol, clientOrderId)),
            BinanceJson.Default.OrderWire, cancellationToken);

    /// <summary>Open orders of one symbol, or of all (which weighs 80).</summary>
    public Task<BinanceResult<OrderWire[]>> GetOpenOrdersAsync(
        BinanceCredentials credentials, string? symbol, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/api/v3/openOrders", symbol is null ? 80 : 6, RequestPriority.Query, credentials,
                new RequestParameters().Add("symbol", symbol)),
            BinanceJson.Default.OrderWireArray, cancellationToken);

    /// <summary>Orders of every state, oldest first, beginning with an order id.</summary>
    public Task<BinanceResult<OrderWire[]>> GetAllOrdersAsync(
        BinanceCredentials credentials, string symbol, long? fromOrderId, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/api/v3/allOrders", 20, RequestPriority.Query, credentials,
                new RequestParameters().Add("symbol", symbol).Add("orderId", fromOrderId).Add("limit", 1000)),
            BinanceJson.Default.OrderWireArray, cancellationToken);

    /// <summary>Own trades, oldest first: of one order, or of all beginning with a trade id.</summary>
    public Task<BinanceResult<TradeWire[]>> GetTradesAsync(
        BinanceCredentials credentials, string symbol, long? orderId, long? fromId, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/api/v3/myTrades", orderId is null ? 20 : 5, RequestPriority.Query, credentials,
                new RequestParameters().Add("symbol", symbol).Add("orderId", orderId).Add("fromId", fromId).Add("limit", 1000)),
            BinanceJson.Default.TradeWireArray, cancellationToken);

    /// <summary>What the key may do; the testnet has no such endpoint.</summary>
    public Task<BinanceResult<ApiRestrictionsWire>> GetApiRestrictionsAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "/sapi/v1/account/apiRestrictions", 1, RequestPriority.Query, credentials, new()),
            BinanceJson.Default.ApiRestrictionsWire, cancellationToken);

    private static RequestParameters Describe(OrderRequest order)
    {
        var hasLimit = order.Type is OrderType.Limit or OrderType.StopLimit;
        return new RequestParameters()
            .Add("symbol", order.Symbol.Symbol)
            .Add("side", BinanceNames.Of(order.Side))
            .Add("type", BinanceNames.Of(MarketType.Spot, order.Type))
            .Add("timeInForce", hasLimit ? "GTC" : null)
            .Add("quantity", order.Quantity)
            .Add("price", hasLimit ? order.Limit : null)
            .Add("stopPrice", order.Type is OrderType.StopLimit or OrderType.StopMarket ? order.Trigger : null)
            .Add("newClientOrderId", order.ClientOrderId);
    }

    private static RequestParameters ById(string symbol, string clientOrderId) =>
        new RequestParameters().Add("symbol", symbol).Add("origClientOrderId", clientOrderId);

    private static RequestPriority PriorityOf(OrderRequest order) => order.IsExit ? RequestPriority.Exit : RequestPriority.Entry;

    private static BinanceCall Signed(
        HttpMethod method, string path, int weight, RequestPriority priority, BinanceCredentials credentials, RequestParameters parameters) =>
        new(method, path, weight, priority) { Parameters = parameters, Credentials = credentials, Signed = true };
}
