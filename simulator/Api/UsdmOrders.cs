using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>USDⓈ-M: market and limit orders, own trades.</summary>
internal sealed class UsdmOrders(SimVenue venue, UsdmAccounts accounts)
{
    /// <summary>What every order must say, conditional or not.</summary>
    public (SimSymbol Symbol, string Side, string PositionSide) Basics(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Usdm, request.Text("symbol"));
        var side = request.Required("side");
        if (side is not ("BUY" or "SELL"))
            throw new SimRefusal(-1117, "Invalid side.");
        var positionSide = request.Text("positionSide") ?? "BOTH";
        if (request.Owner.HedgeMode != (positionSide is "LONG" or "SHORT"))
            throw new SimRefusal(-4061, "Order's position side does not match user's setting.");
        if (request.Owner.HedgeMode && request.Text("reduceOnly") is not null)
            throw new SimRefusal(-1106, "Parameter 'reduceOnly' sent when not required.");
        if (symbol.Price <= 0)
            throw new SimRefusal(-4108, "Symbol is not in trading status.");
        return (symbol, side, positionSide);
    }

    public JsonObject Place(SimRequest request)
    {
        var account = request.Owner;
        var type = request.Required("type");
        if (OrderTypes.UsdmAlgo.Contains(type))
            throw new SimRefusal(-4120, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.");
        if (!OrderTypes.UsdmOrder.Contains(type))
            throw new SimRefusal(-1116, "Invalid orderType.");
        var (symbol, side, positionSide) = Basics(request);
        var clientId = OrderChecks.ClientId(request, "newClientOrderId", account, MarketType.Usdm);
        var timeInForce = type == "LIMIT" ? request.Required("timeInForce") : "GTC";
        var price = type == "LIMIT" ? request.RequiredNumber("price") : 0;
        var quantity = request.RequiredNumber("quantity");
        OrderChecks.Quantity(symbol.Info, quantity);
        if (type == "LIMIT")
        {
            OrderChecks.Price(symbol.Info, price, "price");
            OrderChecks.PercentPrice(symbol, price);
        }

        var order = new SimOrder
        {
            Id = venue.NextId(), Account = account, Symbol = symbol, ClientId = clientId, Side = side, Type = type, TimeInForce = timeInForce,
            PositionSide = positionSide, ReduceOnly = request.Flag("reduceOnly"), Price = price, Quantity = quantity, Time = venue.MarketTime,
            UpdateTime = venue.MarketTime,
        };
        CheckReduceOnly(order);
        if (timeInForce == "GTX" && (order.IsBuy ? price >= symbol.Price : price <= symbol.Price))
            throw new SimRefusal(-5022, "Due to the order could not be executed as maker, the Post Only order will be rejected. The order will not be recorded in the order history");
        var reference = type == "LIMIT" ? price : symbol.Price;
        if (!Reduces(order))
        {
            OrderChecks.Notional(symbol.Info, quantity * reference);
            if (quantity * reference / account.LeverageOf(symbol.Name) > accounts.Available(account, symbol.Info.QuoteAsset))
                throw new SimRefusal(-2019, "Margin is insufficient.");
        }

        OrderChecks.Count(account, symbol, conditional: false);
        venue.Accept(order);
        return UsdmAnswers.Order(order);
    }

    public JsonObject Amend(SimRequest request)
    {
        var order = Find(request);
        if (order is not { IsOpen: true, Type: "LIMIT" })
            throw new SimRefusal(-2013, "Order does not exist.");
        var (quantity, price) = (request.RequiredNumber("quantity"), request.RequiredNumber("price"));
        OrderChecks.Quantity(order.Symbol.Info, quantity);
        OrderChecks.Price(order.Symbol.Info, price, "price");
        if (quantity <= order.Filled)
            throw new SimRefusal(-5027, "No need to modify the order.");
        (order.Quantity, order.Price, order.UpdateTime) = (quantity, price, venue.MarketTime);
        venue.Emit(order.Account, usdm: true, UsdmEvents.Order(order, "AMENDMENT", null, venue.MarketTime));
        return UsdmAnswers.Order(order);
    }

    private SimOrder? Find(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Usdm, request.Text("symbol"));
        var (id, clientId) = (request.Whole("orderId"), request.Text("origClientOrderId"));
        if (id is null && clientId is null)
            throw new SimRefusal(-1102, "Mandatory parameter 'orderId' or 'origClientOrderId' was not sent, was empty/null, or malformed.");
        return request.Owner.Orders.LastOrDefault(o => o.Symbol == symbol && !o.IsAlgo && (id is null || o.Id == id) && (clientId is null || o.ClientId == clientId));
    }

    public JsonObject Query(SimRequest request) => UsdmAnswers.Order(Find(request) ?? throw new SimRefusal(-2013, "Order does not exist."));

    public JsonObject Cancel(SimRequest request)
    {
        var order = Find(request);
        if (order is not { IsOpen: true })
            throw new SimRefusal(-2011, "Unknown order sent.");
        venue.End(order, "CANCELED");
        return UsdmAnswers.Order(order);
    }

    public JsonObject CancelAll(SimRequest request, bool algo)
    {
        var symbol = venue.Find(MarketType.Usdm, request.Text("symbol"));
        foreach (var order in symbol.Open.Where(o => o.Account == request.Owner && o.IsAlgo == algo).ToArray())
            venue.End(order, "CANCELED");
        return new() { ["code"] = 200, ["msg"] = "The operation of cancel all open order is done." };
    }

    public JsonArray Orders(SimRequest request, bool algo, bool open)
    {
        var symbol = request.Text("symbol") is { } name ? venue.Find(MarketType.Usdm, name) : null;
        var from = request.Whole("orderId");
        return [.. request.Owner.Orders
            .Where(o => o.Symbol.IsUsdm && o.IsAlgo == algo && (!open || o.IsOpen) && (symbol is null || o.Symbol == symbol) && !(o.Id < from)
                && (open || from is not null || IsOfThisWeek(o.Time)))
            .TakeLast(1_000).Select(o => algo ? UsdmAnswers.Algo(o) : UsdmAnswers.Order(o))];
    }

    public JsonArray Trades(SimRequest request)
    {
        var isBounded = request.Whole("startTime") is not null || request.Whole("endTime") is not null || request.Whole("fromId") is not null;
        return [.. OwnTrades.Find(request, venue.Find(MarketType.Usdm, request.Text("symbol"))).Where(t => isBounded || IsOfThisWeek(t.Time)).Select(UsdmAnswers.Trade)];
    }

    // What lists of the past reach back where nothing else is asked for.
    private bool IsOfThisWeek(long time) => time > venue.MarketTime - (long)TimeSpan.FromDays(7).TotalMilliseconds;

    // Reduces the position (in hedge mode by position side), however much of it.
    private static bool Reduces(SimOrder order)
    {
        var amount = order.Account.Position(order.Symbol.Name, order.PositionSide).Amount;
        return order.ReduceOnly || (amount != 0 && Math.Sign(amount) != (order.IsBuy ? 1 : -1) && order.Quantity <= Math.Abs(amount));
    }

    private static void CheckReduceOnly(SimOrder order)
    {
        var amount = order.Account.Position(order.Symbol.Name, order.PositionSide).Amount;
        var opens = amount == 0 || Math.Sign(amount) == (order.IsBuy ? 1 : -1);
        if (order.OnlyReduces && opens)
            throw new SimRefusal(-2022, "ReduceOnly Order is rejected.");
        if (order.ReduceOnly && order.Quantity > Math.Abs(amount))
            order.Quantity = Math.Abs(amount);
    }
}
