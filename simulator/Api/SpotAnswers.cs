using System.Text.Json.Nodes;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>The JSON of spot's answers.</summary>
internal static class SpotAnswers
{
    public static JsonObject Order(SimOrder o)
    {
        var order = Common(o);
        order["stopPrice"] = Text.Spot(o.StopPrice);
        order["icebergQty"] = "0.00000000";
        order["time"] = o.Time;
        order["updateTime"] = o.UpdateTime;
        order["isWorking"] = !o.Waits;
        order["workingTime"] = o.Waits ? -1 : o.TriggerTime == 0 ? o.Time : o.TriggerTime;
        order["origQuoteOrderQty"] = "0.00000000";
        return order;
    }

    public static JsonObject Placed(SimOrder o, string kind)
    {
        if (kind == "ACK")
        {
            return new()
            {
                ["symbol"] = o.Symbol.Name, ["orderId"] = o.Id, ["orderListId"] = o.List?.Id ?? -1, ["clientOrderId"] = o.ClientId, ["transactTime"] = o.Time,
            };
        }

        var order = Common(o);
        order["transactTime"] = o.Time;
        order["workingTime"] = o.Time;
        if (o.StopPrice > 0)
            order["stopPrice"] = Text.Spot(o.StopPrice);
        if (kind == "FULL")
        {
            order["fills"] = new JsonArray([.. o.Account.Trades.Where(t => t.Order == o).Select(t => new JsonObject
            {
                ["price"] = Text.Spot(t.Price), ["qty"] = Text.Spot(t.Quantity), ["commission"] = Text.Spot(t.Commission),
                ["commissionAsset"] = t.CommissionAsset, ["tradeId"] = t.Id,
            })]);
        }

        return order;
    }

    public static JsonObject Cancelled(SimOrder o, string? cancelId, long time)
    {
        var order = Common(o);
        order["origClientOrderId"] = o.ClientId;
        order["clientOrderId"] = cancelId ?? Guid.NewGuid().ToString("N")[..22];
        order["transactTime"] = time;
        return order;
    }

    public static JsonObject List(SimOrderList list)
    {
        var status = list.IsOpen ? "EXECUTING" : "ALL_DONE";
        return new()
        {
            ["orderListId"] = list.Id, ["contingencyType"] = "OCO", ["listStatusType"] = list.IsOpen ? "EXEC_STARTED" : "ALL_DONE",
            ["listOrderStatus"] = status, ["listClientOrderId"] = list.ClientId, ["transactionTime"] = list.Time, ["symbol"] = list.Symbol.Name,
            ["orders"] = new JsonArray([.. list.Orders.Select(static o =>
                new JsonObject { ["symbol"] = o.Symbol.Name, ["orderId"] = o.Id, ["clientOrderId"] = o.ClientId })]),
        };
    }

    public static JsonObject Trade(SimTrade t) => new()
    {
        ["symbol"] = t.Order.Symbol.Name, ["id"] = t.Id, ["orderId"] = t.Order.Id, ["orderListId"] = t.Order.List?.Id ?? -1, ["price"] = Text.Spot(t.Price),
        ["qty"] = Text.Spot(t.Quantity), ["quoteQty"] = Text.Spot(t.Price * t.Quantity), ["commission"] = Text.Spot(t.Commission),
        ["commissionAsset"] = t.CommissionAsset, ["time"] = t.Time, ["isBuyer"] = t.Order.IsBuy, ["isMaker"] = t.IsMaker, ["isBestMatch"] = true,
    };

    public static JsonObject Account(SimAccount account, long time, bool omitZero)
    {
        var rates = new JsonObject { ["maker"] = "0.00100000", ["taker"] = "0.00100000", ["buyer"] = "0.00000000", ["seller"] = "0.00000000" };
        return new()
        {
            ["makerCommission"] = 10, ["takerCommission"] = 10, ["buyerCommission"] = 0, ["sellerCommission"] = 0, ["commissionRates"] = rates,
            ["canTrade"] = true, ["canWithdraw"] = false, ["canDeposit"] = false, ["brokered"] = false, ["requireSelfTradePrevention"] = false,
            ["preventSor"] = false, ["updateTime"] = time, ["accountType"] = "SPOT",
            ["balances"] = new JsonArray([.. account.Spot.Where(b => !omitZero || b.Value != 0).Select(b => new JsonObject
            {
                ["asset"] = b.Key, ["free"] = Text.Spot(account.SpotFree(b.Key)), ["locked"] = Text.Spot(account.SpotLocked(b.Key)),
            })]),
            ["permissions"] = new JsonArray("SPOT"), ["uid"] = 354937868,
        };
    }

    public static JsonObject ExchangeInfo(long serverTime, int weightFactor, IEnumerable<SimSymbol> symbols) => new()
    {
        ["timezone"] = "UTC", ["serverTime"] = serverTime,
        ["rateLimits"] = new JsonArray(
            RateLimits.Json("REQUEST_WEIGHT", "MINUTE", 1, weightFactor * RateLimits.SpotWeight), RateLimits.Json("ORDERS", "SECOND", 10, RateLimits.SpotOrders10S),
            RateLimits.Json("ORDERS", "DAY", 1, RateLimits.SpotOrders1D), RateLimits.Json("RAW_REQUESTS", "MINUTE", 5, 300_000)),
        ["exchangeFilters"] = new JsonArray(),
        ["symbols"] = new JsonArray([.. symbols.Select(Symbol)]),
    };

    private static JsonObject Symbol(SimSymbol s) => new()
    {
        ["symbol"] = s.Name, ["status"] = "TRADING", ["baseAsset"] = s.Info.BaseAsset, ["baseAssetPrecision"] = 8,
        ["quoteAsset"] = s.Info.QuoteAsset, ["quotePrecision"] = 8, ["quoteAssetPrecision"] = 8, ["baseCommissionPrecision"] = 8,
        ["quoteCommissionPrecision"] = 8, ["orderTypes"] = new JsonArray([.. OrderTypes.Spot.Select(t => (JsonNode)t)]), ["icebergAllowed"] = false,
        ["ocoAllowed"] = true, ["otoAllowed"] = false, ["quoteOrderQtyMarketAllowed"] = true, ["allowTrailingStop"] = false,
        ["cancelReplaceAllowed"] = true, ["amendAllowed"] = true, ["isSpotTradingAllowed"] = true, ["isMarginTradingAllowed"] = false,
        ["filters"] = new JsonArray(
            new JsonObject { ["filterType"] = "PRICE_FILTER", ["minPrice"] = Text.Spot(s.Tick), ["maxPrice"] = "1000000.00000000", ["tickSize"] = Text.Spot(s.Tick) },
            new JsonObject
            {
                ["filterType"] = "LOT_SIZE", ["minQty"] = Text.Spot(s.Info.MinQuantity.ToDecimal()),
                ["maxQty"] = Text.Spot(s.Info.MaxQuantity.ToDecimal()), ["stepSize"] = Text.Spot(s.Info.StepSize.ToDecimal()),
            },
            new JsonObject
            {
                ["filterType"] = "MARKET_LOT_SIZE", ["minQty"] = "0.00000000", ["maxQty"] = Text.Spot(s.Info.MaxQuantity.ToDecimal()), ["stepSize"] = "0.00000000",
            },
            new JsonObject
            {
                ["filterType"] = "PERCENT_PRICE_BY_SIDE", ["bidMultiplierUp"] = "5", ["bidMultiplierDown"] = "0.2", ["askMultiplierUp"] = "5",
                ["askMultiplierDown"] = "0.2", ["avgPriceMins"] = 5,
            },
            new JsonObject
            {
                ["filterType"] = "NOTIONAL", ["minNotional"] = Text.Spot(s.Info.MinNotional.ToDecimal()), ["applyMinToMarket"] = true,
                ["maxNotional"] = "9000000.00000000", ["applyMaxToMarket"] = false, ["avgPriceMins"] = 5,
            },
            new JsonObject { ["filterType"] = "MAX_NUM_ORDERS", ["maxNumOrders"] = OrderChecks.MaxOpenOrders },
            new JsonObject { ["filterType"] = "MAX_NUM_ALGO_ORDERS", ["maxNumAlgoOrders"] = s.Info.Filters?.MaxAlgoOrders ?? 5 }),
        ["permissions"] = new JsonArray(), ["permissionSets"] = new JsonArray(new JsonArray("SPOT")),
        ["defaultSelfTradePreventionMode"] = "EXPIRE_MAKER", ["allowedSelfTradePreventionModes"] = new JsonArray("EXPIRE_MAKER"),
    };

    private static JsonObject Common(SimOrder o) => new()
    {
        ["symbol"] = o.Symbol.Name, ["orderId"] = o.Id, ["orderListId"] = o.List?.Id ?? -1, ["clientOrderId"] = o.ClientId, ["price"] = Text.Spot(o.Price),
        ["origQty"] = Text.Spot(o.Quantity), ["executedQty"] = Text.Spot(o.Filled), ["cummulativeQuoteQty"] = Text.Spot(o.QuoteFilled),
        ["status"] = o.Status, ["timeInForce"] = o.TimeInForce, ["type"] = o.Type, ["side"] = o.Side, ["selfTradePreventionMode"] = "EXPIRE_MAKER",
    };
}
