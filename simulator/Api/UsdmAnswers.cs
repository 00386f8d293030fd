using System.Text.Json.Nodes;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>The JSON of USDⓈ-M's answers.</summary>
internal static class UsdmAnswers
{
    public static JsonObject Order(SimOrder o) => new()
    {
        ["orderId"] = o.Id, ["symbol"] = o.Symbol.Name, ["status"] = o.Status, ["clientOrderId"] = o.ClientId, ["price"] = Text.Usdm(o.Price),
        ["avgPrice"] = Text.Usdm(Math.Round(o.AveragePrice, 8)), ["origQty"] = Text.Usdm(o.Quantity), ["executedQty"] = Text.Usdm(o.Filled),
        ["cumQty"] = Text.Usdm(o.Filled), ["cumQuote"] = Text.Usdm(o.QuoteFilled), ["timeInForce"] = o.TimeInForce, ["type"] = o.Type,
        ["reduceOnly"] = o.ReduceOnly, ["closePosition"] = false, ["side"] = o.Side, ["positionSide"] = o.PositionSide, ["stopPrice"] = "0",
        ["workingType"] = "CONTRACT_PRICE", ["priceProtect"] = false, ["origType"] = o.Type, ["priceMatch"] = "NONE",
        ["selfTradePreventionMode"] = "EXPIRE_MAKER", ["goodTillDate"] = 0, ["time"] = o.Time, ["updateTime"] = o.UpdateTime,
    };

    public static JsonObject Algo(SimOrder o) => new()
    {
        ["algoId"] = o.Id, ["clientAlgoId"] = o.ClientId, ["algoType"] = "CONDITIONAL", ["orderType"] = o.Type, ["symbol"] = o.Symbol.Name,
        ["side"] = o.Side, ["positionSide"] = o.PositionSide, ["timeInForce"] = o.TimeInForce, ["quantity"] = Text.Usdm(o.Quantity),
        ["algoStatus"] = o.Status, ["actualOrderId"] = o.Partner is null ? "" : $"{o.Partner.Id}",
        ["actualPrice"] = Text.Usdm(Math.Round(o.Partner?.AveragePrice ?? 0, 8)), ["actualQty"] = Text.Usdm(o.Partner?.Filled ?? 0),
        ["triggerPrice"] = Text.Usdm(o.StopPrice), ["price"] = Text.Usdm(o.Price), ["icebergQuantity"] = null,
        ["selfTradePreventionMode"] = "EXPIRE_MAKER", ["workingType"] = "CONTRACT_PRICE", ["priceMatch"] = "NONE",
        ["closePosition"] = o.ClosePosition, ["priceProtect"] = false, ["reduceOnly"] = o.ReduceOnly, ["createTime"] = o.Time,
        ["updateTime"] = o.UpdateTime, ["triggerTime"] = o.TriggerTime, ["goodTillDate"] = 0,
        ["activatePrice"] = o.Trail is null ? null : Text.Usdm(o.Trail.ActivatePrice),
        ["callbackRate"] = o.Trail is null ? null : Text.Usdm(o.Trail.CallbackRate),
    };

    public static JsonObject Trade(SimTrade t) => new()
    {
        ["buyer"] = t.Order.IsBuy, ["commission"] = Text.Usdm(t.Commission), ["commissionAsset"] = t.CommissionAsset, ["id"] = t.Id,
        ["maker"] = t.IsMaker, ["orderId"] = t.Order.Id, ["price"] = Text.Usdm(t.Price), ["qty"] = Text.Usdm(t.Quantity),
        ["quoteQty"] = Text.Usdm(t.Price * t.Quantity), ["realizedPnl"] = Text.Usdm(Math.Round(t.RealizedPnl, 8)), ["side"] = t.Order.Side,
        ["positionSide"] = t.Order.PositionSide, ["symbol"] = t.Order.Symbol.Name, ["time"] = t.Time,
    };

    public static JsonObject ExchangeInfo(long serverTime, int weightFactor, IEnumerable<SimSymbol> symbols) => new()
    {
        ["timezone"] = "UTC", ["serverTime"] = serverTime,
        ["rateLimits"] = new JsonArray(
            RateLimits.Json("REQUEST_WEIGHT", "MINUTE", 1, weightFactor * RateLimits.UsdmWeight), RateLimits.Json("ORDERS", "MINUTE", 1, RateLimits.UsdmOrders1M),
            RateLimits.Json("ORDERS", "SECOND", 10, RateLimits.UsdmOrders10S)),
        ["exchangeFilters"] = new JsonArray(), ["assets"] = new JsonArray(new JsonObject { ["asset"] = "USDT", ["marginAvailable"] = true }),
        ["symbols"] = new JsonArray([.. symbols.Select(Symbol)]),
    };

    private static JsonObject Symbol(SimSymbol s) => new()
    {
        ["symbol"] = s.Name, ["pair"] = s.Name, ["contractType"] = "PERPETUAL", ["deliveryDate"] = 4_133_404_800_000, ["onboardDate"] = 1_569_398_400_000,
        ["status"] = "TRADING", ["baseAsset"] = s.Info.BaseAsset, ["quoteAsset"] = s.Info.QuoteAsset, ["marginAsset"] = s.Info.QuoteAsset,
        ["pricePrecision"] = 8, ["quantityPrecision"] = 8, ["baseAssetPrecision"] = 8, ["quotePrecision"] = 8, ["underlyingType"] = "COIN",
        ["triggerProtect"] = "0.0500",
        ["filters"] = new JsonArray(
            new JsonObject { ["filterType"] = "PRICE_FILTER", ["minPrice"] = Text.Usdm(s.Tick), ["maxPrice"] = "10000000", ["tickSize"] = Text.Usdm(s.Tick) },
            Lot("LOT_SIZE", s), Lot("MARKET_LOT_SIZE", s), new JsonObject { ["filterType"] = "MAX_NUM_ORDERS", ["limit"] = OrderChecks.MaxOpenOrders },
            new JsonObject { ["filterType"] = "MAX_NUM_ALGO_ORDERS", ["limit"] = s.Info.Filters?.MaxAlgoOrders ?? 200 },
            new JsonObject { ["filterType"] = "MIN_NOTIONAL", ["notional"] = Text.Usdm(s.Info.MinNotional.ToDecimal()) },
            new JsonObject { ["filterType"] = "PERCENT_PRICE", ["multiplierUp"] = "5", ["multiplierDown"] = "0.2", ["multiplierDecimal"] = "4" }),
        ["orderTypes"] = new JsonArray([.. OrderTypes.UsdmOrder.Concat(OrderTypes.UsdmAlgo).Select(t => (JsonNode)t)]),
        ["timeInForce"] = new JsonArray("GTC", "IOC", "FOK", "GTX"), ["liquidationFee"] = "0.0125", ["marketTakeBound"] = "0.05",
    };

    private static JsonObject Lot(string type, SimSymbol s) => new()
    {
        ["filterType"] = type, ["minQty"] = Text.Usdm(s.Info.MinQuantity.ToDecimal()), ["maxQty"] = Text.Usdm(s.Info.MaxQuantity.ToDecimal()),
        ["stepSize"] = Text.Usdm(s.Info.StepSize.ToDecimal()),
    };
}
