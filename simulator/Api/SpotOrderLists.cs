using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>Spot: OCO, the one order list that the simulator has.</summary>
internal sealed class SpotOrderLists(SimVenue venue)
{
    private readonly SpotOrders _orders = new(venue);
    private long _lastList;

    public JsonObject Place(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Spot, request.Text("symbol"));
        var isBuy = request.Required("side") == "BUY";
        var (above, below) = (request.Required("aboveType"), request.Required("belowType"));
        var (stop, limit) = isBuy ? (above, below) : (below, above);
        if (stop is not ("STOP_LOSS" or "STOP_LOSS_LIMIT") || limit is not ("LIMIT_MAKER" or "TAKE_PROFIT" or "TAKE_PROFIT_LIMIT"))
            throw new SimRefusal(-1158, "Order type not supported in OCO.");
        var clientId = request.Text("listClientOrderId") ?? Guid.NewGuid().ToString("N")[..22];
        if (request.Owner.OrderLists.Any(l => l.IsOpen && l.ClientId == clientId))
            throw new SimRefusal(-2010, "Duplicate order sent.");
        var list = new SimOrderList(++_lastList, clientId, symbol, venue.MarketTime);
        foreach (var leg in new[] { "above", "below" })
            list.Orders.Add(_orders.Check(Leg(request, leg)));
        if (list.Orders[0].ClientId == list.Orders[1].ClientId)
            throw new SimRefusal(-2010, "Duplicate order sent.");
        list.Orders.ForEach(o => o.List = list);
        venue.Accept(list);
        return Reported(list, o => SpotAnswers.Placed(o, request.Text("newOrderRespType") ?? "RESULT"));
    }

    public static JsonObject Query(SimRequest request) => SpotAnswers.List(Find(request) ?? throw new SimRefusal(-2018, "Order list does not exist."));

    public JsonObject Cancel(SimRequest request)
    {
        var list = Find(request);
        if (list is not { IsOpen: true })
            throw new SimRefusal(-2011, "Unknown order list sent.");
        venue.End(list.Orders.First(static o => o.IsOpen), "CANCELED");
        return Reported(list, o => SpotAnswers.Cancelled(o, request.Text("newClientOrderId"), venue.MarketTime));
    }

    public static JsonArray All(SimRequest request, bool open) =>
        [.. request.Owner.OrderLists.Where(l => !open || l.IsOpen).Select(SpotAnswers.List)];

    private static JsonObject Reported(SimOrderList list, Func<SimOrder, JsonObject> report)
    {
        var answer = SpotAnswers.List(list);
        answer["orderReports"] = new JsonArray([.. list.Orders.Select(report)]);
        return answer;
    }

    // The parameters of one leg, as those of an order of its own.
    private static SimRequest Leg(SimRequest request, string leg)
    {
        var parameters = new Dictionary<string, string>();
        foreach (var (from, to) in new[]
        {
            ("symbol", "symbol"), ("side", "side"), ("quantity", "quantity"), (leg + "Type", "type"), (leg + "ClientOrderId", "newClientOrderId"),
            (leg + "Price", "price"), (leg + "StopPrice", "stopPrice"), (leg + "TimeInForce", "timeInForce"), (leg + "TrailingDelta", "trailingDelta"),
        })
        {
            if (request.Text(from) is { } value)
                parameters[to] = value;
        }

        return request with { Parameters = parameters };
    }

    private static SimOrderList? Find(SimRequest request)
    {
        var (id, clientId) = (request.Whole("orderListId"), request.Text("listClientOrderId") ?? request.Text("origClientOrderId"));
        if (id is null && clientId is null)
            throw SimRefusal.Missing("orderListId");
        return request.Owner.OrderLists.LastOrDefault(l => (id is null || l.Id == id) && (clientId is null || l.ClientId == clientId));
    }
}
