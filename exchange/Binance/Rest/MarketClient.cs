using System.Collections.Immutable;
using TradingBot.Exchange.Binance.Limits;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance.Rest;

/// <summary>What the REST APIs of both markets have in common: the same requests by another root, at other weights.</summary>
/// <param name="connection">The market's connection.</param>
/// <param name="root">Where its paths begin: <c>/api/v3</c>.</param>
/// <param name="weights">Weights of the common requests.</param>
internal abstract class MarketClient(BinanceConnection connection, string root, MarketWeights weights)
{
    public BinanceConnection Connection => connection;

    /// <summary>Rows that one <c>klines</c> request gives at most.</summary>
    public abstract int MaxKlines { get; }

    protected abstract string TradesPath { get; }

    public Task<BinanceResult<ServerTimeWire>> GetTimeAsync(CancellationToken cancellationToken) =>
        connection.SendAsync(Public("time", 1, RequestPriority.Query, new()), BinanceJson.Default.ServerTimeWire, cancellationToken);

    /// <summary>
    /// All symbols with their filters, on USDⓈ-M perpetuals only; takes over the venue's limits on the way. No exit can be made without
    /// them, so they are served like one.
    /// </summary>
    public async Task<BinanceResult<ImmutableArray<SymbolInfo>>> GetSymbolsAsync(CancellationToken cancellationToken)
    {
        var info = await connection.SendAsync(
            Public("exchangeInfo", weights.ExchangeInfo, RequestPriority.Exit, new()), BinanceJson.Default.ExchangeInfoWire, cancellationToken);
        VenueLimits.Apply(connection, info.Value);
        return info.Then(i => SymbolInfos.From(connection.Market, i));
    }

    /// <summary>Rows of klines, the forming one included when it is in the range.</summary>
    public Task<BinanceResult<List<Candle>>> GetKlinesAsync(
        string symbol, CandleInterval interval, long? from, long? to, int limit, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Public("klines", KlinesWeight(limit), RequestPriority.History,
                BySymbol(symbol).Add("interval", interval.Name).Add("startTime", from).Add("endTime", to).Add("limit", limit)),
            static body => KlineRows.Parse(body.Span), cancellationToken);

    public Task<BinanceResult<PriceWire>> GetPriceAsync(string symbol, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Public("ticker/price", weights.Price, RequestPriority.Query, BySymbol(symbol)), BinanceJson.Default.PriceWire, cancellationToken);

    public Task<BinanceResult<OrderWire>> CancelAsync(
        BinanceCredentials credentials, string symbol, string clientOrderId, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Delete, "order", 1, RequestPriority.Cancel, credentials, ById(symbol, clientOrderId)),
            BinanceJson.Default.OrderWire, cancellationToken);

    public Task<BinanceResult<OrderWire>> GetOrderAsync(
        BinanceCredentials credentials, string symbol, string clientOrderId, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "order", weights.Order, RequestPriority.Query, credentials, ById(symbol, clientOrderId)),
            BinanceJson.Default.OrderWire, cancellationToken);

    /// <summary>Open orders of one symbol, or of all, which weighs much.</summary>
    public Task<BinanceResult<OrderWire[]>> GetOpenOrdersAsync(
        BinanceCredentials credentials, string? symbol, CancellationToken cancellationToken, RequestPriority priority = RequestPriority.Query) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, "openOrders", symbol is null ? weights.AllOpenOrders : weights.OpenOrders, priority, credentials,
                BySymbol(symbol)),
            BinanceJson.Default.OrderWireArray, cancellationToken);

    /// <summary>Own trades, oldest first: of one order, or of all beginning with a trade id.</summary>
    public Task<BinanceResult<TradeWire[]>> GetTradesAsync(
        BinanceCredentials credentials, string symbol, long? orderId, long? fromId, CancellationToken cancellationToken) =>
        connection.SendAsync(
            Signed(HttpMethod.Get, TradesPath, orderId is null ? weights.Trades : weights.TradesOfOrder, RequestPriority.Query, credentials,
                BySymbol(symbol).Add("orderId", orderId).Add("fromId", fromId).Add("limit", 1000)),
            BinanceJson.Default.TradeWireArray, cancellationToken);

    protected abstract int KlinesWeight(int limit);

    protected static RequestParameters BySymbol(string? symbol) => new RequestParameters().Add("symbol", symbol);

    protected static RequestParameters ById(string symbol, string clientOrderId) => BySymbol(symbol).Add("origClientOrderId", clientOrderId);

    protected static RequestPriority PriorityOf(OrderRequest order) => order.IsExit ? RequestPriority.Exit : RequestPriority.Entry;

    /// <summary>A signed request; a path that begins with a slash has another root.</summary>
    protected BinanceCall Signed(
        HttpMethod method, string path, int weight, RequestPriority priority, BinanceCredentials credentials, RequestParameters parameters) =>
        new(method, path[0] == '/' ? path : $"{root}/{path}", weight, priority) { Parameters = parameters, Credentials = credentials, Signed = true };

    private BinanceCall Public(string path, int weight, RequestPriority priority, RequestParameters parameters) =>
        new(HttpMethod.Get, $"{root}/{path}", weight, priority) { Parameters = parameters };
}
