using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Faults;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>Binance spot: what <c>/api/v3</c> and the WebSocket API answer.</summary>
internal sealed class SpotApi(SimVenue venue)
{
    public Dictionary<string, SimRoute> Rest => new()
    {
        ["GET /api/v3/ping"] = new(1, RouteSecurity.None, _ => new JsonObject()),
        ["GET /api/v3/time"] = new(1, RouteSecurity.None, Time),
        ["GET /api/v3/exchangeInfo"] = new(20, RouteSecurity.None, ExchangeInfo),
        ["GET /api/v3/klines"] = new(2, RouteSecurity.None, Klines),
        ["GET /api/v3/uiKlines"] = new(2, RouteSecurity.None, Klines),
        ["GET /api/v3/ticker/price"] = new(2, RouteSecurity.None, Price),
        ["GET /api/v3/ticker/bookTicker"] = new(2, RouteSecurity.None, MarketData.Book(venue)),
        ["GET /api/v3/avgPrice"] = new(2, RouteSecurity.None, AveragePrice),
        ["GET /api/v3/account"] = new(20, RouteSecurity.Signed, Account),
        ["POST /api/v3/order"] = new(1, RouteSecurity.Signed, Place) { FreeOnSuccess = true, PlacesOrder = true },
        ["POST /api/v3/order/test"] = new(1, RouteSecurity.Signed, Test),
        ["GET /api/v3/order"] = new(4, RouteSecurity.Signed, r => SpotAnswers.Order(Find(r))),
        ["DELETE /api/v3/order"] = new(1, RouteSecurity.Signed, Cancel) { FreeOnSuccess = true },
        ["POST /api/v3/order/cancelReplace"] = new(1, RouteSecurity.Signed, CancelReplace) { FreeOnSuccess = true, PlacesOrder = true },
        ["PUT /api/v3/order/amend/keepPriority"] = new(4, RouteSecurity.Signed, Amend) { FreeOnSuccess = true },
        ["GET /api/v3/openOrders"] = new(6, RouteSecurity.Signed, OpenOrders),
        ["DELETE /api/v3/openOrders"] = new(1, RouteSecurity.Signed, CancelAll) { FreeOnSuccess = true },
        ["GET /api/v3/allOrders"] = new(20, RouteSecurity.Signed, AllOrders),
        ["GET /api/v3/myTrades"] = new(20, RouteSecurity.Signed, Trades),
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
    };

    // Listen keys of spot ended on 2026-02-20.
    private static JsonNode Gone(SimRequest request) =>
        throw new SimRefusal(-1000, "This endpoint has been removed; use userDataStream.subscribe.signature of the WebSocket API.", 410);

    private JsonObject Time(SimRequest request) => new() { ["serverTime"] = venue.ServerTime };

    private JsonObject ExchangeInfo(SimRequest request) =>
        SpotAnswers.ExchangeInfo(venue.ServerTime, MarketData.Wanted(venue, request));

    private JsonArray Klines(SimRequest request) => MarketData.Klines(venue, request, 500, 1_000, Text.Spot);

    private JsonNode Price(SimRequest request) => MarketData.Prices(venue, request, Text.Spot);

    private JsonObject AveragePrice(SimRequest request) => new()
    {
        ["mins"] = 5, ["price"] = Text.Spot(venue.Find(MarketType.Spot, request.Text("symbol")).Price), ["closeTime"] = venue.MarketTime,
    };

    private JsonObject Account(SimRequest request) =>
        SpotAnswers.Account(request.Owner, venue.MarketTime, request.Flag("omitZeroBalances"));

    private JsonObject Test(SimRequest request)
    {
        Check(request);
        return [];
    }

    private JsonObject Place(SimRequest request)
    {
        var order = Check(request);
        venue.Accept(order);
        return SpotAnswers.Placed(order, request.Text("newOrderRespType") ?? (order.Type is "MARKET" or "LIMIT" ? "FULL" : "ACK"));
    }

    private SimOrder Check(SimRequest request)
    {
        var account = request.Owner;
        var symbol = venue.Find(MarketType.Spot, request.Text("symbol"));
        var side = request.Required("side");
        if (side is not ("BUY" or "SELL"))
            throw new SimRefusal(-1117, "Invalid side.");
        var type = request.Required("type");
        if (!OrderTypes.Spot.Contains(type))
            throw new SimRefusal(-1116, "Invalid orderType.");
        var clientId = OrderChecks.ClientId(request, "newClientOrderId", account, MarketType.Spot);
        var hasLimit = type is "LIMIT" or "LIMIT_MAKER" or "STOP_LOSS_LIMIT" or "TAKE_PROFIT_LIMIT";
        var isStop = type is not ("LIMIT" or "LIMIT_MAKER" or "MARKET");
        var timeInForce = hasLimit && type != "LIMIT_MAKER" ? request.Required("timeInForce") : "GTC";
        if (timeInForce is not ("GTC" or "IOC" or "FOK"))
            throw new SimRefusal(-1115, "Invalid timeInForce.");
        var price = hasLimit ? request.RequiredNumber("price") : 0;
        var stop = isStop ? request.Number("stopPrice") ?? throw SimRefusal.Missing("stopPrice") : 0;
        if (symbol.Price <= 0)
            throw new SimRefusal(-2010, "Market is closed.");
        var quantity = request.Number("quantity") ?? 0;
        if (type == "MARKET" && quantity == 0 && request.Number("quoteOrderQty") is { } quote)
            quantity = Math.Floor(quote / symbol.Price / symbol.Info.StepSize.ToDecimal()) * symbol.Info.StepSize.ToDecimal();
        else if (quantity == 0 && request.Text("quantity") is null)
            throw SimRefusal.Missing("quantity");

        OrderChecks.Quantity(symbol.Info, quantity);
        if (hasLimit)
        {
            OrderChecks.Price(symbol.Info, price, "price");
            OrderChecks.PercentPrice(symbol, price);
        }

        if (isStop)
            OrderChecks.Price(symbol.Info, stop, "stopPrice");
        OrderChecks.Notional(symbol.Info, quantity * (hasLimit ? price : isStop ? stop : symbol.Price));
        OrderChecks.Count(account, symbol, isStop);
        var order = new SimOrder
        {
            Id = venue.NextId(), Account = account, Symbol = symbol, ClientId = clientId, Side = side, Type = type, TimeInForce = timeInForce,
            Price = price, StopPrice = stop, Quantity = quantity, Time = venue.MarketTime, UpdateTime = venue.MarketTime,
        };
        if (isStop && venue.Faults.Roll(FaultKind.RefuseStops, account: account.ApiKey) is { } refused)
            throw new SimRefusal(refused.Code ?? -2010, refused.Msg ?? "This action is disabled on this account.");
        if (isStop && (order.TriggersUp ? symbol.Price >= stop : symbol.Price <= stop))
            throw new SimRefusal(-2010, "Stop price would trigger immediately.");
        if (type == "LIMIT_MAKER" && (order.IsBuy ? price >= symbol.Price : price <= symbol.Price))
            throw new SimRefusal(-2010, "Order would immediately match and take.");
        var needed = order.IsBuy ? quantity * (hasLimit ? price : isStop ? stop : symbol.Price) : quantity;
        if (account.SpotFree(order.IsBuy ? symbol.Info.QuoteAsset : symbol.Info.BaseAsset) < needed)
            throw new SimRefusal(-2010, "Account has insufficient balance for requested action.");
        return order;
    }

    private SimOrder Find(SimRequest request) =>
        FindOrder(request, "orderId", "origClientOrderId") ?? throw new SimRefusal(-2013, "Order does not exist.");

    private SimOrder? FindOrder(SimRequest request, string idName, string clientIdName)
    {
        var symbol = venue.Find(MarketType.Spot, request.Text("symbol"));
        var (id, clientId) = (request.Whole(idName), request.Text(clientIdName));
        if (id is null && clientId is null)
            throw new SimRefusal(-1102, $"Param '{clientIdName}' or '{idName}' must be sent, but both were empty/null!");
        return request.Owner.Orders.LastOrDefault(o => o.Symbol == symbol && (id is null || o.Id == id) && (clientId is null || o.ClientId == clientId));
    }

    private JsonObject Cancel(SimRequest request)
    {
        var order = FindOrder(request, "orderId", "origClientOrderId");
        if (order is not { IsOpen: true })
            throw new SimRefusal(-2011, "Unknown order sent.");
        venue.End(order, "CANCELED");
        return SpotAnswers.Cancelled(order, request.Text("newClientOrderId"), venue.MarketTime);
    }

    private JsonArray CancelAll(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Spot, request.Text("symbol"));
        var open = symbol.Open.Where(o => o.Account == request.Owner).ToList();
        if (open.Count == 0)
            throw new SimRefusal(-2011, "Unknown order sent.");
        foreach (var order in open)
            venue.End(order, "CANCELED");
        return [.. open.Select(o => SpotAnswers.Cancelled(o, null, venue.MarketTime))];
    }

    private JsonObject CancelReplace(SimRequest request)
    {
        var mode = request.Required("cancelReplaceMode");
        JsonObject? cancelled = null;
        JsonObject? cancelError = null;
        var order = FindOrder(request, "cancelOrderId", "cancelOrigClientOrderId");
        if (order is { IsOpen: true })
        {
            venue.End(order, "CANCELED");
            cancelled = SpotAnswers.Cancelled(order, request.Text("cancelNewClientOrderId"), venue.MarketTime);
        }
        else
        {
            cancelError = new() { ["code"] = -2011, ["msg"] = "Unknown order sent." };
            if (mode == "STOP_ON_FAILURE")
                throw new CancelReplaceRefusal(-2022, "Order cancel-replace failed.", 400, "FAILURE", "NOT_ATTEMPTED", cancelError, null);
        }

        try
        {
            var placed = Place(request);
            if (cancelError is not null)
                throw new CancelReplaceRefusal(-2021, "Order cancel-replace partially failed.", 409, "FAILURE", "SUCCESS", cancelError, placed);
            return new() { ["cancelResult"] = "SUCCESS", ["newOrderResult"] = "SUCCESS", ["cancelResponse"] = cancelled, ["newOrderResponse"] = placed };
        }
        catch (SimRefusal e) when (e is not CancelReplaceRefusal)
        {
            var placeError = new JsonObject { ["code"] = e.Code, ["msg"] = e.Message };
            throw cancelError is null
                ? new CancelReplaceRefusal(-2021, "Order cancel-replace partially failed.", 409, "SUCCESS", "FAILURE", cancelled, placeError)
                : new CancelReplaceRefusal(-2022, "Order cancel-replace failed.", 400, "FAILURE", "FAILURE", cancelError, placeError);
        }
    }

    private JsonObject Amend(SimRequest request)
    {
        var order = FindOrder(request, "orderId", "origClientOrderId");
        if (order is not { IsOpen: true })
            throw new SimRefusal(-2038, "Order amend (quantity increase) is not supported. / Unknown order sent.");
        var quantity = request.RequiredNumber("newQty");
        OrderChecks.Quantity(order.Symbol.Info, quantity);
        if (quantity >= order.Quantity || quantity <= order.Filled)
            throw new SimRefusal(-2038, "The requested action would change no state; rejecting.");
        order.Quantity = quantity;
        order.UpdateTime = venue.MarketTime;
        return new() { ["transactTime"] = venue.MarketTime, ["executionId"] = order.Id, ["amendedOrder"] = SpotAnswers.Order(order) };
    }

    private JsonArray OpenOrders(SimRequest request)
    {
        var symbol = request.Text("symbol") is { } name ? venue.Find(MarketType.Spot, name) : null;
        return [.. request.Owner.Orders.Where(o => o.IsOpen && !o.Symbol.IsUsdm && (symbol is null || o.Symbol == symbol)).Select(SpotAnswers.Order)];
    }

    private JsonArray AllOrders(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Spot, request.Text("symbol"));
        var from = request.Whole("orderId");
        var orders = request.Owner.Orders.Where(o => o.Symbol == symbol && !(o.Id < from));
        var limit = (int)(request.Whole("limit") ?? 500);
        return [.. (from is null ? orders.TakeLast(limit) : orders.Take(limit)).Select(SpotAnswers.Order)];
    }

    private JsonArray Trades(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Spot, request.Text("symbol"));
        var (orderId, from, start, end) = (request.Whole("orderId"), request.Whole("fromId"), request.Whole("startTime"), request.Whole("endTime"));
        var trades = request.Owner.Trades.Where(t => t.Order.Symbol == symbol && (orderId is null || t.Order.Id == orderId)
            && !(t.Id < from) && !(t.Time < start) && !(t.Time > end));
        var limit = (int)(request.Whole("limit") ?? 500);
        return [.. (from is null && start is null ? trades.TakeLast(limit) : trades.Take(limit)).Select(SpotAnswers.Trade)];
    }
}
