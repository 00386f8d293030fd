using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Faults;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>Binance spot: what <c>/api/v3</c> and the WebSocket API answer.</summary>
internal sealed class SpotApi(SimVenue venue)
{
    private readonly SpotOrders _orders = new(venue);
    private readonly SpotOrderLists _lists = new(venue);

    public Dictionary<string, SimRoute> Rest => new()
    {
        ["GET /api/v3/ping"] = new(1, RouteSecurity.None, _ => new JsonObject()),
        ["GET /api/v3/time"] = new(1, RouteSecurity.None, Time),
        ["GET /api/v3/exchangeInfo"] = new(20, RouteSecurity.None, ExchangeInfo),
        ["GET /api/v3/klines"] = new(2, RouteSecurity.None, Klines),
        ["GET /api/v3/uiKlines"] = new(2, RouteSecurity.None, Klines),
        ["GET /api/v3/depth"] = new(5, RouteSecurity.None, r => MarketData.Depth(venue, r, 100, Text.Spot)),
        ["GET /api/v3/ticker/price"] = new(2, RouteSecurity.None, Price),
        ["GET /api/v3/ticker/bookTicker"] = new(2, RouteSecurity.None, MarketData.Book(venue)),
        ["GET /api/v3/avgPrice"] = new(2, RouteSecurity.None, AveragePrice),
        ["GET /api/v3/account"] = new(20, RouteSecurity.Signed, Account),
        ["POST /api/v3/order"] = new(1, RouteSecurity.Signed, _orders.Place) { FreeOnSuccess = true, PlacesOrder = true },
        ["POST /api/v3/order/test"] = new(1, RouteSecurity.Signed, _orders.Test),
        ["GET /api/v3/order"] = new(4, RouteSecurity.Signed, _orders.Query),
        ["DELETE /api/v3/order"] = new(1, RouteSecurity.Signed, _orders.Cancel) { FreeOnSuccess = true },
        ["POST /api/v3/order/cancelReplace"] = new(1, RouteSecurity.Signed, _orders.CancelReplace) { FreeOnSuccess = true, PlacesOrder = true },
        ["PUT /api/v3/order/amend/keepPriority"] = new(4, RouteSecurity.Signed, _orders.Amend) { FreeOnSuccess = true },
        ["GET /api/v3/openOrders"] = new(6, RouteSecurity.Signed, _orders.OpenOrders),
        ["DELETE /api/v3/openOrders"] = new(1, RouteSecurity.Signed, _orders.CancelAll) { FreeOnSuccess = true },
        ["GET /api/v3/allOrders"] = new(20, RouteSecurity.Signed, _orders.AllOrders),
        ["GET /api/v3/myTrades"] = new(20, RouteSecurity.Signed, _orders.Trades),
        ["GET /api/v3/rateLimit/order"] = new(40, RouteSecurity.Signed, r => RateLimits.OrderCounts(r.Owner, venue.TimeProvider)),
        ["POST /api/v3/orderList/oco"] = new(1, RouteSecurity.Signed, _lists.Place) { FreeOnSuccess = true, PlacesOrder = true },
        ["GET /api/v3/orderList"] = new(4, RouteSecurity.Signed, SpotOrderLists.Query),
        ["DELETE /api/v3/orderList"] = new(1, RouteSecurity.Signed, _lists.Cancel) { FreeOnSuccess = true },
        ["GET /api/v3/openOrderList"] = new(6, RouteSecurity.Signed, r => SpotOrderLists.All(r, open: true)),
        ["GET /api/v3/allOrderList"] = new(20, RouteSecurity.Signed, r => SpotOrderLists.All(r, open: false)),
        ["POST /api/v3/order/oco"] = new(1, RouteSecurity.Signed, Unsupported),
        ["POST /api/v3/orderList/oto"] = new(1, RouteSecurity.Signed, Unsupported),
        ["POST /api/v3/orderList/otoco"] = new(1, RouteSecurity.Signed, Unsupported),
        ["POST /api/v3/orderList/opo"] = new(1, RouteSecurity.Signed, Unsupported),
        ["POST /api/v3/orderList/opoco"] = new(1, RouteSecurity.Signed, Unsupported),
        ["POST /api/v3/sor/order"] = new(1, RouteSecurity.Signed, Unsupported),
        ["POST /api/v3/userDataStream"] = new(2, RouteSecurity.Key, Gone),
        ["PUT /api/v3/userDataStream"] = new(2, RouteSecurity.Key, Gone),
        ["DELETE /api/v3/userDataStream"] = new(2, RouteSecurity.Key, Gone),
        ["GET /sapi/v1/account/apiRestrictions"] = new(1, RouteSecurity.Signed, r => r.Owner.Restrictions.DeepClone()),
    };

    /// <summary>Methods of the WebSocket API by the REST endpoint that does the same.</summary>
    public static IReadOnlyDictionary<string, string> WebSocketMethods { get; } = new Dictionary<string, string>
    {
        ["ping"] = "GET /api/v3/ping", ["time"] = "GET /api/v3/time", ["exchangeInfo"] = "GET /api/v3/exchangeInfo",
        ["klines"] = "GET /api/v3/klines", ["ticker.price"] = "GET /api/v3/ticker/price", ["account.status"] = "GET /api/v3/account",
        ["order.place"] = "POST /api/v3/order", ["order.test"] = "POST /api/v3/order/test", ["order.status"] = "GET /api/v3/order",
        ["order.cancel"] = "DELETE /api/v3/order", ["order.cancelReplace"] = "POST /api/v3/order/cancelReplace",
        ["order.amend.keepPriority"] = "PUT /api/v3/order/amend/keepPriority", ["openOrders.status"] = "GET /api/v3/openOrders",
        ["openOrders.cancelAll"] = "DELETE /api/v3/openOrders", ["allOrders"] = "GET /api/v3/allOrders", ["myTrades"] = "GET /api/v3/myTrades",
        ["depth"] = "GET /api/v3/depth", ["avgPrice"] = "GET /api/v3/avgPrice", ["ticker.book"] = "GET /api/v3/ticker/bookTicker",
        ["uiKlines"] = "GET /api/v3/uiKlines", ["account.rateLimits.orders"] = "GET /api/v3/rateLimit/order",
        ["orderList.place.oco"] = "POST /api/v3/orderList/oco", ["orderList.status"] = "GET /api/v3/orderList",
        ["orderList.cancel"] = "DELETE /api/v3/orderList", ["openOrderLists.status"] = "GET /api/v3/openOrderList",
        ["allOrderLists"] = "GET /api/v3/allOrderList", ["orderList.place"] = "POST /api/v3/order/oco",
        ["orderList.place.oto"] = "POST /api/v3/orderList/oto", ["orderList.place.otoco"] = "POST /api/v3/orderList/otoco",
        ["orderList.place.opo"] = "POST /api/v3/orderList/opo", ["orderList.place.opoco"] = "POST /api/v3/orderList/opoco",
        ["sor.order.place"] = "POST /api/v3/sor/order",
    };

    // Listen keys of spot ended on 2026-02-20.
    private static JsonNode Gone(SimRequest request) =>
        throw new SimRefusal(-1000, "This endpoint has been removed; use userDataStream.subscribe.signature of the WebSocket API.", 410);

    private static JsonNode Unsupported(SimRequest request) =>
        throw new SimRefusal(-1020, "This operation is not supported. (The simulator has OCO, by orderList/oco, and no other order list.)");

    private JsonObject Time(SimRequest request) => new() { ["serverTime"] = venue.ServerTime };

    private JsonObject ExchangeInfo(SimRequest request) =>
        SpotAnswers.ExchangeInfo(venue.ServerTime, venue.WeightFactor, MarketData.Wanted(venue, request));

    private JsonArray Klines(SimRequest request) => MarketData.Klines(venue, request, 500, 1_000, Text.Spot);

    private JsonNode Price(SimRequest request) => MarketData.Prices(venue, request, Text.Spot);

    private JsonObject AveragePrice(SimRequest request) => new()
    {
        ["mins"] = 5, ["price"] = Text.Spot(venue.Find(MarketType.Spot, request.Text("symbol")).Price), ["closeTime"] = venue.MarketTime,
    };

    private JsonObject Account(SimRequest request) =>
        SpotAnswers.Account(request.Owner, venue.MarketTime, request.Flag("omitZeroBalances"));
}
