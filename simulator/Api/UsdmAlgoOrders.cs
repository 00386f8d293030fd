using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Faults;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>USDⓈ-M: conditional orders, which since 2025-12-09 have endpoints of their own.</summary>
internal sealed class UsdmAlgoOrders(SimVenue venue, UsdmOrders orders)
{
    public JsonObject Place(SimRequest request)
    {
        var account = request.Owner;
        if (request.Required("algoType") != "CONDITIONAL")
            throw SimRefusal.Missing("algoType");
        var type = request.Required("type");
        if (!OrderTypes.UsdmAlgo.Contains(type))
            throw new SimRefusal(-1116, "Invalid orderType.");
        var (symbol, side, positionSide) = orders.Basics(request);
        var clientId = OrderChecks.ClientId(request, "clientAlgoId", account, MarketType.Usdm);
        var trail = type == OrderTypes.TrailingStop ? Trail(request, symbol, side == "BUY") : null;
        var hasLimit = type is "STOP" or "TAKE_PROFIT";
        var close = ClosesPosition(request, canClose: !hasLimit && trail is null);
        var quantity = close ? 0 : request.RequiredNumber("quantity");
        var trigger = trail is null ? request.RequiredNumber("triggerPrice") : 0;
        var price = hasLimit ? request.RequiredNumber("price") : 0;
        if (trail is null)
            OrderChecks.Price(symbol.Info, trigger, "triggerPrice");
        if (hasLimit)
            OrderChecks.Price(symbol.Info, price, "price");
        var position = account.Position(symbol.Name, positionSide);
        if (close && position.Amount == 0)
            throw new SimRefusal(-4509, "Time in Force (TIF) GTE can only be used with open positions. Please ensure that positions are available.");
        if (!close)
        {
            OrderChecks.Quantity(symbol.Info, quantity);
            if (!request.Flag("reduceOnly") && position.Amount == 0)
                OrderChecks.Notional(symbol.Info, quantity * (hasLimit ? price : trail?.ActivatePrice ?? trigger));
        }

        OrderChecks.Count(account, symbol, conditional: true);
        var order = new SimOrder
        {
            Id = venue.NextAlgoId(), IsAlgo = true, Account = account, Symbol = symbol, ClientId = clientId, Side = side, Type = type,
            TimeInForce = request.Text("timeInForce") ?? "GTC", PositionSide = positionSide, ReduceOnly = request.Flag("reduceOnly"),
            ClosePosition = close, Price = price, StopPrice = trigger, Trail = trail, Quantity = quantity, Time = venue.MarketTime,
            UpdateTime = venue.MarketTime,
        };
        if (venue.Faults.Roll(FaultKind.RefuseStops, account: account.ApiKey) is { } refused)
            throw new SimRefusal(refused.Code ?? -4045, refused.Msg ?? "Reach max stop order limit.");
        if (trail is null && (order.TriggersUp ? symbol.Price >= trigger : symbol.Price <= trigger))
            throw new SimRefusal(-2021, "Order would immediately trigger.");
        venue.Accept(order);
        return UsdmAnswers.Algo(order);
    }

    public static JsonObject Query(SimRequest request) => UsdmAnswers.Algo(Find(request) ?? throw new SimRefusal(-2013, "Order does not exist."));

    public JsonObject Cancel(SimRequest request)
    {
        var order = Find(request);
        if (order is not { IsOpen: true })
            throw new SimRefusal(-2011, "Unknown order sent.");
        venue.End(order, "CANCELED");
        return new() { ["algoId"] = order.Id, ["clientAlgoId"] = order.ClientId, ["code"] = "200", ["msg"] = "success" };
    }

    private static SimOrder? Find(SimRequest request)
    {
        var (id, clientId) = (request.Whole("algoId"), request.Text("clientAlgoId"));
        if (id is null && clientId is null)
            throw new SimRefusal(-1102, "Mandatory parameter 'algoId' or 'clientAlgoId' was not sent, was empty/null, or malformed.");
        return request.Owner.Orders.LastOrDefault(o => o.IsAlgo && (id is null || o.Id == id) && (clientId is null || o.ClientId == clientId));
    }

    private static bool ClosesPosition(SimRequest request, bool canClose)
    {
        if (!request.Flag("closePosition"))
            return false;
        if (!canClose)
            throw new SimRefusal(-1106, "Parameter 'closePosition' sent when not required.");
        if (request.Text("quantity") is not null)
            throw new SimRefusal(-4136, "Target strategy invalid for orderType, closePosition true.");
        return request.Text("reduceOnly") is null ? true : throw new SimRefusal(-1106, "Parameter 'reduceOnly' sent when not required.");
    }

    private static SimTrail Trail(SimRequest request, SimSymbol symbol, bool isBuy)
    {
        var rate = request.RequiredNumber("callbackRate");
        if (rate is < 0.1m or > 10)
            throw new SimRefusal(-1130, "Data sent for parameter 'callbackRate' is not valid.");
        var activation = request.Number("activatePrice");
        var trail = new SimTrail(isBuy, rate, activation ?? symbol.Price, symbol.Tick);
        if (activation is not { } from)
        {
            trail.Activate(symbol.Price);
            return trail;
        }

        OrderChecks.Price(symbol.Info, from, "activatePrice");
        return (isBuy ? from < symbol.Price : from > symbol.Price) ? trail : throw new SimRefusal(-2021, "Order would immediately trigger.");
    }
}
