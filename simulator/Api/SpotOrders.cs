using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Faults;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>Spot: orders and own trades.</summary>
internal sealed class SpotOrders(SimVenue venue)
{
    public JsonObject Test(SimRequest request)
    {
        Check(request);
        return [];
    }

    public JsonObject Place(SimRequest request)
    {
        var order = Check(request);
        venue.Accept(order);
        return SpotAnswers.Placed(order, request.Text("newOrderRespType") ?? (order.Type is "MARKET" or "LIMIT" ? "FULL" : "ACK"));
    }

    /// <summary>The order that a request describes, checked and not yet placed.</summary>
    public SimOrder Check(SimRequest request)
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
        if (request.Text("trailingDelta") is not null)
            throw new SimRefusal(-2010, "Trailing stop orders are not supported for this symbol.");
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

    public JsonObject Query(SimRequest request) =>
        SpotAnswers.Order(Find(request, "orderId", "origClientOrderId") ?? throw new SimRefusal(-2013, "Order does not exist."));

    public JsonObject Cancel(SimRequest request)
    {
        var order = Find(request, "orderId", "origClientOrderId");
        if (order is not { IsOpen: true })
            throw new SimRefusal(-2011, "Unknown order sent.");
        venue.End(order, "CANCELED");
        return SpotAnswers.Cancelled(order, request.Text("newClientOrderId"), venue.MarketTime);
    }

    public JsonArray CancelAll(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Spot, request.Text("symbol"));
        var open = symbol.Open.Where(o => o.Account == request.Owner).ToList();
        if (open.Count == 0)
            throw new SimRefusal(-2011, "Unknown order sent.");
        foreach (var order in open)
            venue.End(order, "CANCELED");
        return [.. open.Select(o => SpotAnswers.Cancelled(o, null, venue.MarketTime))];
    }

    public JsonObject CancelReplace(SimRequest request)
    {
        var mode = request.Required("cancelReplaceMode");
        JsonObject? cancelled = null;
        JsonObject? cancelError = null;
        var order = Find(request, "cancelOrderId", "cancelOrigClientOrderId");
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

    public JsonObject Amend(SimRequest request)
    {
        var order = Find(request, "orderId", "origClientOrderId");
        if (order is not { IsOpen: true })
            throw new SimRefusal(-2038, "Order amend (quantity increase) is not supported. / Unknown order sent.");
        var quantity = request.RequiredNumber("newQty");
        OrderChecks.Quantity(order.Symbol.Info, quantity);
        if (quantity >= order.Quantity || quantity <= order.Filled)
            throw new SimRefusal(-2038, "The requested action would change no state; rejecting.");
        (order.Quantity, order.UpdateTime) = (quantity, venue.MarketTime);
        if (request.Text("newClientOrderId") != order.ClientId)
            order.ClientId = OrderChecks.ClientId(request, "newClientOrderId", order.Account, MarketType.Spot);
        venue.Emit(order.Account, usdm: false, SpotEvents.Execution(order, "REPLACED", null, venue.MarketTime, venue.NextId()));
        return new() { ["transactTime"] = venue.MarketTime, ["executionId"] = order.Id, ["amendedOrder"] = SpotAnswers.Order(order) };
    }

    public JsonArray OpenOrders(SimRequest request)
    {
        var symbol = request.Text("symbol") is { } name ? venue.Find(MarketType.Spot, name) : null;
        return [.. request.Owner.Orders.Where(o => o.IsOpen && !o.Symbol.IsUsdm && (symbol is null || o.Symbol == symbol)).Select(SpotAnswers.Order)];
    }

    public JsonArray AllOrders(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Spot, request.Text("symbol"));
        var from = request.Whole("orderId");
        var orders = request.Owner.Orders.Where(o => o.Symbol == symbol && !(o.Id < from));
        var limit = (int)(request.Whole("limit") ?? 500);
        return [.. (from is null ? orders.TakeLast(limit) : orders.Take(limit)).Select(SpotAnswers.Order)];
    }

    public JsonArray Trades(SimRequest request) =>
        [.. OwnTrades.Find(request, venue.Find(MarketType.Spot, request.Text("symbol"))).Select(SpotAnswers.Trade)];

    private SimOrder? Find(SimRequest request, string idName, string clientIdName)
    {
        var symbol = venue.Find(MarketType.Spot, request.Text("symbol"));
        var (id, clientId) = (request.Whole(idName), request.Text(clientIdName));
        if (id is null && clientId is null)
            throw new SimRefusal(-1102, $"Param '{clientIdName}' or '{idName}' must be sent, but both were empty/null!");
        return request.Owner.Orders.LastOrDefault(o => o.Symbol == symbol && (id is null || o.Id == id) && (clientId is null || o.ClientId == clientId));
    }
}
