using System.Text.Json.Nodes;

namespace TradingBot.Simulator.Venue;

/// <summary>User data events of USDⓈ-M.</summary>
internal static class UsdmEvents
{
    public static JsonObject Order(SimOrder order, string execution, SimTrade? trade, long time) => new()
    {
        ["e"] = "ORDER_TRADE_UPDATE", ["T"] = time, ["E"] = time,
        ["o"] = new JsonObject
        {
            ["s"] = order.Symbol.Name, ["c"] = order.ClientId, ["S"] = order.Side, ["o"] = order.Type, ["f"] = order.TimeInForce,
            ["q"] = Text.Usdm(order.Quantity), ["p"] = Text.Usdm(order.Price), ["ap"] = Text.Usdm(order.AveragePrice), ["sp"] = "0",
            ["x"] = execution, ["X"] = order.Status, ["i"] = order.Id, ["l"] = Text.Usdm(trade?.Quantity ?? 0), ["z"] = Text.Usdm(order.Filled),
            ["L"] = Text.Usdm(trade?.Price ?? 0), ["n"] = Text.Usdm(trade?.Commission ?? 0), ["N"] = order.Symbol.Info.QuoteAsset, ["T"] = time,
            ["t"] = trade?.Id ?? 0, ["b"] = "0", ["a"] = "0", ["m"] = trade?.IsMaker ?? false, ["R"] = order.ReduceOnly,
            ["wt"] = "CONTRACT_PRICE", ["ot"] = order.Type, ["ps"] = order.PositionSide, ["cp"] = false,
            ["rp"] = Text.Usdm(trade?.RealizedPnl ?? 0), ["pP"] = false, ["si"] = order.Partner?.Id ?? 0, ["ss"] = 0,
            ["st"] = order.Partner is null ? "" : "ALGO_CONDITION", ["V"] = "EXPIRE_MAKER", ["pm"] = "NONE", ["gtd"] = 0, ["er"] = "0",
        },
    };

    public static JsonObject Algo(SimOrder algo, string status, long time) => new()
    {
        ["e"] = "ALGO_UPDATE", ["T"] = time, ["E"] = time,
        ["o"] = new JsonObject
        {
            ["caid"] = algo.ClientId, ["aid"] = algo.Id, ["at"] = "CONDITIONAL", ["o"] = algo.Type, ["s"] = algo.Symbol.Name, ["S"] = algo.Side,
            ["ps"] = algo.PositionSide, ["f"] = algo.TimeInForce, ["q"] = Text.Usdm(algo.Quantity), ["X"] = status,
            ["ai"] = algo.Partner is null ? "" : $"{algo.Partner.Id}", ["ap"] = Text.Usdm(algo.Partner?.AveragePrice ?? 0),
            ["aq"] = Text.Usdm(algo.Partner?.Filled ?? 0), ["act"] = algo.Partner?.Type ?? "0", ["tp"] = Text.Usdm(algo.StopPrice),
            ["p"] = Text.Usdm(algo.Price), ["V"] = "EXPIRE_MAKER", ["wt"] = "CONTRACT_PRICE", ["pm"] = "NONE", ["cp"] = algo.ClosePosition,
            ["pP"] = false, ["R"] = algo.ReduceOnly, ["tt"] = algo.TriggerTime, ["gtd"] = 0,
        },
    };

    public static JsonObject Account(SimAccount account, SimSymbol symbol, string side, long time)
    {
        var position = account.Position(symbol.Name, side);
        return new()
        {
            ["e"] = "ACCOUNT_UPDATE", ["T"] = time, ["E"] = time,
            ["a"] = new JsonObject
            {
                ["m"] = "ORDER",
                ["B"] = new JsonArray(new JsonObject
                {
                    ["a"] = symbol.Info.QuoteAsset, ["wb"] = Text.Usdm(account.Usdm.GetValueOrDefault(symbol.Info.QuoteAsset)),
                    ["cw"] = Text.Usdm(account.Usdm.GetValueOrDefault(symbol.Info.QuoteAsset)), ["bc"] = "0",
                }),
                ["P"] = new JsonArray(new JsonObject
                {
                    ["s"] = symbol.Name, ["pa"] = Text.Usdm(position.Amount), ["ep"] = Text.Usdm(position.EntryPrice),
                    ["up"] = Text.Usdm((symbol.Price - position.EntryPrice) * position.Amount),
                    ["mt"] = account.Isolated.Contains(symbol.Name) ? "isolated" : "cross", ["ps"] = side,
                }),
            },
        };
    }
}
