using TradingBot.Exchange.Binance.Limits;
using TradingBot.Exchange.Binance.Rest;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance.Spot;

/// <summary>Binance spot over REST: what the service needs of it, for any number of accounts.</summary>
internal sealed class SpotClient(BinanceConnection connection) : MarketClient(connection, "/api/v3", Weights)
{
    private static readonly MarketWeights Weights = new(ExchangeInfo: 20, Price: 2, Order: 4, OpenOrders: 6, AllOpenOrders: 80, Trades: 20, TradesOfOrder: 5);

    public override int MaxKlines => 1_000;

    protected override string TradesPath => "myTrades";

    public Task<BinanceResult<SpotAccountWire>> GetAccountAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Get, "account", 20, RequestPriority.Query, credentials, new RequestParameters().Add("omitZeroBalances", true)),
            BinanceJson.Default.SpotAccountWire, cancellationToken);

    /// <summary>Places an order. Stop-market is Binance's STOP_LOSS, which some symbols and the testnet do not have.</summary>
    public Task<BinanceResult<OrderWire>> PlaceAsync(BinanceCredentials credentials, OrderRequest order, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Post, "order", 1, PriorityOf(order), credentials, Describe(order).Add("newOrderRespType", "FULL"))
                with { PlacesOrder = true },
            BinanceJson.Default.OrderWire, cancellationToken);

    /// <summary>Has an order checked without placing it.</summary>
    public Task<BinanceReply> TestAsync(BinanceCredentials credentials, OrderRequest order, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Post, "order/test", 1, RequestPriority.Query, credentials, Describe(order)), cancellationToken);

    /// <summary>Cancels one order and places another if, and only if, the cancel succeeds.</summary>
    /// <returns>Accepted, cancelled-not-placed, not open, refused or unknown.</returns>
    public async Task<VenueAnswer> CancelReplaceAsync(
        BinanceCredentials credentials, string clientOrderId, OrderRequest order, CancellationToken cancellationToken)
    {
        var parameters = Describe(order).Add("cancelReplaceMode", "STOP_ON_FAILURE").Add("cancelOrigClientOrderId", clientOrderId);
        var reply = await Connection.SendAsync(
            Signed(HttpMethod.Post, "order/cancelReplace", 1, PriorityOf(order), credentials, parameters) with { PlacesOrder = true },
            cancellationToken);
        return reply.Error is null ? VenueAnswer.Accepted : CancelReplaceAnswers.From(reply.Error, reply.Body.Span);
    }

    /// <summary>Makes an order smaller; it keeps its place in the queue.</summary>
    public Task<BinanceResult<AmendWire>> AmendAsync(
        BinanceCredentials credentials, string symbol, string clientOrderId, Fixed8 newQuantity, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Put, "order/amend/keepPriority", 4, RequestPriority.Exit, credentials,
                ById(symbol, clientOrderId).Add("newQty", newQuantity).Add("newClientOrderId", clientOrderId)),
            BinanceJson.Default.AmendWire, cancellationToken);

    /// <summary>Orders of every state, oldest first, beginning with an order id.</summary>
    public Task<BinanceResult<OrderWire[]>> GetAllOrdersAsync(
        BinanceCredentials credentials, string symbol, long? fromOrderId, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Get, "allOrders", 20, RequestPriority.Query, credentials,
                BySymbol(symbol).Add("orderId", fromOrderId).Add("limit", 1000)),
            BinanceJson.Default.OrderWireArray, cancellationToken);

    /// <summary>What the key may do; the testnet has no such endpoint.</summary>
    public Task<BinanceResult<ApiRestrictionsWire>> GetApiRestrictionsAsync(BinanceCredentials credentials, CancellationToken cancellationToken) =>
        Connection.SendAsync(
            Signed(HttpMethod.Get, "/sapi/v1/account/apiRestrictions", 1, RequestPriority.Query, credentials, new()),
            BinanceJson.Default.ApiRestrictionsWire, cancellationToken);

    protected override int KlinesWeight(int limit) => 2;

    private static RequestParameters Describe(OrderRequest order)
    {
        var hasLimit = order.Type is OrderType.Limit or OrderType.StopLimit;
        return BySymbol(order.Symbol.Symbol)
            .Add("side", BinanceNames.Of(order.Side))
            .Add("type", BinanceNames.Of(MarketType.Spot, order.Type))
            .Add("timeInForce", hasLimit ? "GTC" : null)
            .Add("quantity", order.Quantity)
            .Add("price", hasLimit ? order.Limit : null)
            .Add("stopPrice", order.Type is OrderType.StopLimit or OrderType.StopMarket ? order.Trigger : null)
            .Add("newClientOrderId", order.ClientOrderId);
    }
}
