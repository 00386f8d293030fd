using System.Text.Json.Nodes;

namespace TradingBot.Simulator.Venue;

/// <summary>User data events of spot.</summary>
internal static class SpotEvents
{
    public static JsonObject Execution(SimOrder order, string execution, SimTrade? trade, long time, long executionId) => new()
    {
        ["e"] = "executionReport", ["E"] = time, ["s"] = order.Symbol.Name, ["c"] = order.ClientId, ["S"] = order.Side, ["o"] = order.Type,
        ["f"] = order.TimeInForce, ["q"] = Text.Spot(order.Quantity), ["p"] = Text.Spot(order.Price), ["P"] = Text.Spot(order.StopPrice),
        ["F"] = "0.00000000", ["g"] = order.List?.Id ?? -1, ["C"] = execution == "CANCELED" ? order.ClientId : "", ["x"] = execution, ["X"] = order.Status,
        ["r"] = "NONE", ["i"] = order.Id, ["l"] = Text.Spot(trade?.Quantity ?? 0), ["z"] = Text.Spot(order.Filled),
        ["L"] = Text.Spot(trade?.Price ?? 0), ["n"] = trade is null ? "0" : Text.Spot(trade.Commission), ["N"] = trade?.CommissionAsset,
        ["T"] = time, ["t"] = trade?.Id ?? -1, ["I"] = executionId, ["w"] = order is { IsOpen: true, Waits: false }, ["m"] = trade?.IsMaker ?? false,
        ["M"] = false, ["O"] = order.Time, ["Z"] = Text.Spot(order.QuoteFilled), ["Y"] = Text.Spot((trade?.Quantity ?? 0) * (trade?.Price ?? 0)),
        ["Q"] = "0.00000000", ["W"] = order.Waits ? null : order.TriggerTime == 0 ? order.Time : order.TriggerTime, ["V"] = "EXPIRE_MAKER",
    };

    public static JsonObject Balances(SimOrder order, long time) => new()
    {
        ["e"] = "outboundAccountPosition", ["E"] = time, ["u"] = time,
        ["B"] = new JsonArray(Balance(order, order.Symbol.Info.BaseAsset), Balance(order, order.Symbol.Info.QuoteAsset)),
    };

    public static JsonObject ListStatus(SimOrderList list, long time) => new()
    {
        ["e"] = "listStatus", ["E"] = time, ["s"] = list.Symbol.Name, ["g"] = list.Id, ["c"] = "OCO",
        ["l"] = list.IsDecided ? "ALL_DONE" : "EXEC_STARTED", ["L"] = list.IsDecided ? "ALL_DONE" : "EXECUTING", ["r"] = "NONE", ["C"] = list.ClientId,
        ["T"] = time,
        ["O"] = new JsonArray([.. list.Orders.Select(static o => new JsonObject { ["s"] = o.Symbol.Name, ["i"] = o.Id, ["c"] = o.ClientId })]),
    };

    private static JsonObject Balance(SimOrder order, string asset) => new()
    {
        ["a"] = asset, ["f"] = Text.Spot(order.Account.SpotFree(asset)), ["l"] = Text.Spot(order.Account.SpotLocked(asset)),
    };
}
