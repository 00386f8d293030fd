using System.Globalization;
using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Faults;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>Binance USDⓈ-M: what <c>/fapi</c> answers.</summary>
internal sealed class UsdmApi(SimVenue venue)
{
    public Dictionary<string, SimRoute> Rest => new()
    {
        ["GET /fapi/v1/ping"] = new(1, RouteSecurity.None, _ => new JsonObject()),
        ["GET /fapi/v1/time"] = new(1, RouteSecurity.None, _ => new JsonObject { ["serverTime"] = venue.ServerTime }),
        ["GET /fapi/v1/exchangeInfo"] = new(1, RouteSecurity.None, r => UsdmAnswers.ExchangeInfo(venue.ServerTime, MarketData.Wanted(venue, r))),
        ["GET /fapi/v1/klines"] = new(5, RouteSecurity.None, r => MarketData.Klines(venue, r, 500, 1_500, Text.Usdm)),
        ["GET /fapi/v1/ticker/price"] = new(1, RouteSecurity.None, r => MarketData.Prices(venue, r, Text.Usdm)),
        ["GET /fapi/v2/ticker/price"] = new(1, RouteSecurity.None, r => MarketData.Prices(venue, r, Text.Usdm)),
        ["GET /fapi/v1/ticker/bookTicker"] = new(2, RouteSecurity.None, MarketData.Book(venue)),
        ["GET /fapi/v1/premiumIndex"] = new(1, RouteSecurity.None, MarkPrice),
        ["GET /fapi/v3/balance"] = new(5, RouteSecurity.Signed, Balances),
        ["GET /fapi/v2/balance"] = new(5, RouteSecurity.Signed, Balances),
        ["GET /fapi/v3/account"] = new(5, RouteSecurity.Signed, Account),
        ["GET /fapi/v2/account"] = new(5, RouteSecurity.Signed, Account),
        ["GET /fapi/v3/positionRisk"] = new(5, RouteSecurity.Signed, Positions),
        ["GET /fapi/v2/positionRisk"] = new(5, RouteSecurity.Signed, Positions),
        ["POST /fapi/v1/leverage"] = new(1, RouteSecurity.Signed, SetLeverage),
        ["POST /fapi/v1/marginType"] = new(1, RouteSecurity.Signed, SetMarginType),
        ["GET /fapi/v1/positionSide/dual"] = new(30, RouteSecurity.Signed, r => new JsonObject { ["dualSidePosition"] = r.Owner.HedgeMode }),
        ["POST /fapi/v1/positionSide/dual"] = new(1, RouteSecurity.Signed, SetPositionMode),
        ["POST /fapi/v1/order"] = new(1, RouteSecurity.Signed, Place) { FreeOnSuccess = true, PlacesOrder = true },
        ["PUT /fapi/v1/order"] = new(1, RouteSecurity.Signed, Amend) { FreeOnSuccess = true, PlacesOrder = true },
        ["GET /fapi/v1/order"] = new(1, RouteSecurity.Signed, r => UsdmAnswers.Order(Find(r) ?? throw new SimRefusal(-2013, "Order does not exist."))),
        ["DELETE /fapi/v1/order"] = new(1, RouteSecurity.Signed, Cancel) { FreeOnSuccess = true },
        ["GET /fapi/v1/openOrders"] = new(1, RouteSecurity.Signed, r => Orders(r, algo: false, open: true)),
        ["GET /fapi/v1/allOrders"] = new(5, RouteSecurity.Signed, r => Orders(r, algo: false, open: false)),
        ["DELETE /fapi/v1/allOpenOrders"] = new(1, RouteSecurity.Signed, r => CancelAll(r, algo: false)) { FreeOnSuccess = true },
        ["GET /fapi/v1/userTrades"] = new(5, RouteSecurity.Signed, Trades),
        ["POST /fapi/v1/algoOrder"] = new(1, RouteSecurity.Signed, PlaceAlgo) { FreeOnSuccess = true, PlacesOrder = true },
        ["GET /fapi/v1/algoOrder"] = new(1, RouteSecurity.Signed, r => UsdmAnswers.Algo(FindAlgo(r) ?? throw new SimRefusal(-2013, "Order does not exist."))),
        ["DELETE /fapi/v1/algoOrder"] = new(1, RouteSecurity.Signed, CancelAlgo) { FreeOnSuccess = true },
        ["GET /fapi/v1/openAlgoOrders"] = new(1, RouteSecurity.Signed, r => Orders(r, algo: true, open: true)),
        ["GET /fapi/v1/allAlgoOrders"] = new(5, RouteSecurity.Signed, r => Orders(r, algo: true, open: false)),
        ["DELETE /fapi/v1/algoOpenOrders"] = new(1, RouteSecurity.Signed, r => CancelAll(r, algo: true)) { FreeOnSuccess = true },
        ["POST /fapi/v1/countdownCancelAll"] = new(10, RouteSecurity.Signed, Countdown),
        ["POST /fapi/v1/listenKey"] = new(1, RouteSecurity.Key, r => ListenKey(r, create: true)),
        ["PUT /fapi/v1/listenKey"] = new(1, RouteSecurity.Key, r => ListenKey(r, create: false)),
        ["DELETE /fapi/v1/listenKey"] = new(1, RouteSecurity.Key, CloseListenKey),
    };

    public static IReadOnlyDictionary<string, string> WebSocketMethods { get; } = new Dictionary<string, string>
    {
        ["ping"] = "GET /fapi/v1/ping", ["ticker.price"] = "GET /fapi/v1/ticker/price", ["account.status"] = "GET /fapi/v3/account",
        ["v2/account.status"] = "GET /fapi/v3/account", ["account.balance"] = "GET /fapi/v3/balance", ["v2/account.balance"] = "GET /fapi/v3/balance",
        ["account.position"] = "GET /fapi/v3/positionRisk", ["v2/account.position"] = "GET /fapi/v3/positionRisk",
        ["order.place"] = "POST /fapi/v1/order", ["order.modify"] = "PUT /fapi/v1/order", ["order.status"] = "GET /fapi/v1/order",
        ["order.cancel"] = "DELETE /fapi/v1/order", ["algoOrder.place"] = "POST /fapi/v1/algoOrder", ["algoOrder.cancel"] = "DELETE /fapi/v1/algoOrder",
        ["userDataStream.start"] = "POST /fapi/v1/listenKey", ["userDataStream.ping"] = "PUT /fapi/v1/listenKey",
        ["userDataStream.stop"] = "DELETE /fapi/v1/listenKey",
    };

    /// <summary>Countdowns that have run out cancel the symbol's ordinary orders; conditional ones stay.</summary>
    public void RunCountdowns()
    {
        var now = venue.TimeProvider.GetUtcNow();
        foreach (var (key, due) in _countdowns.ToArray())
        {
            if (due > now)
                continue;
            _countdowns.Remove(key);
            foreach (var order in key.Symbol.Open.Where(o => o.Account == key.Account && !o.IsAlgo).ToArray())
                venue.End(order, "CANCELED");
        }
    }

    private readonly Dictionary<(SimAccount Account, SimSymbol Symbol), DateTimeOffset> _countdowns = [];

    private static JsonObject Success => new() { ["code"] = 200, ["msg"] = "success" };

    private JsonNode MarkPrice(SimRequest request)
    {
        JsonObject One(SimSymbol s) => new()
        {
            ["symbol"] = s.Name, ["markPrice"] = Text.Usdm(s.Price), ["indexPrice"] = Text.Usdm(s.Price), ["lastFundingRate"] = "0.0001",
            ["nextFundingTime"] = 0, ["time"] = venue.MarketTime,
        };
        return request.Text("symbol") is null ? new JsonArray([.. MarketData.Wanted(venue, request).Select(One)]) : One(MarketData.Wanted(venue, request).Single());
    }

    private decimal Available(SimAccount account, string asset)
    {
        var margin = 0m;
        foreach (var ((name, _), position) in account.Positions)
        {
            if (position.Amount == 0 || venue.TryFind(MarketType.Usdm, name) is not { } symbol)
                continue;
            margin += Math.Abs(position.Amount) * position.EntryPrice / account.LeverageOf(name) - (symbol.Price - position.EntryPrice) * position.Amount;
        }

        foreach (var order in account.Orders)
        {
            if (order is { IsOpen: true, IsAlgo: false, ReduceOnly: false } && order.Symbol.IsUsdm)
                margin += order.Remaining * order.Price / account.LeverageOf(order.Symbol.Name);
        }

        return account.Usdm.GetValueOrDefault(asset) - margin;
    }

    private JsonArray Balances(SimRequest request) => [.. request.Owner.Usdm.Select(b => new JsonObject
    {
        ["accountAlias"] = "SgsR", ["asset"] = b.Key, ["balance"] = Text.Spot(b.Value), ["crossWalletBalance"] = Text.Spot(b.Value),
        ["crossUnPnl"] = "0.00000000", ["availableBalance"] = Text.Spot(Math.Max(0, Available(request.Owner, b.Key))),
        ["maxWithdrawAmount"] = Text.Spot(Math.Max(0, Available(request.Owner, b.Key))), ["marginAvailable"] = true, ["updateTime"] = venue.MarketTime,
    })];

    private JsonObject Account(SimRequest request)
    {
        var wallet = Text.Spot(request.Owner.Usdm.GetValueOrDefault("USDT"));
        return new()
        {
            ["feeTier"] = 0, ["canTrade"] = true, ["canDeposit"] = true, ["canWithdraw"] = false, ["multiAssetsMargin"] = false,
            ["totalWalletBalance"] = wallet, ["totalMarginBalance"] = wallet,
            ["availableBalance"] = Text.Spot(Math.Max(0, Available(request.Owner, "USDT"))),
            ["assets"] = new JsonArray([.. request.Owner.Usdm.Select(b => new JsonObject
            {
                ["asset"] = b.Key, ["walletBalance"] = Text.Spot(b.Value), ["availableBalance"] = Text.Spot(Math.Max(0, Available(request.Owner, b.Key))),
            })]),
            ["positions"] = Positions(request),
        };
    }

    private JsonArray Positions(SimRequest request)
    {
        var account = request.Owner;
        var name = request.Text("symbol");
        if (name is not null)
            account.Position(venue.Find(MarketType.Usdm, name).Name, account.HedgeMode ? "LONG" : "BOTH");
        return [.. account.Positions.Where(p => name is null ? p.Value.Amount != 0 : p.Key.Symbol == name).Select(p =>
        {
            var price = venue.TryFind(MarketType.Usdm, p.Key.Symbol)?.Price ?? 0;
            return new JsonObject
            {
                ["symbol"] = p.Key.Symbol, ["positionSide"] = p.Key.Side, ["positionAmt"] = Text.Usdm(p.Value.Amount),
                ["entryPrice"] = Text.Usdm(Math.Round(p.Value.EntryPrice, 11)), ["breakEvenPrice"] = Text.Usdm(Math.Round(p.Value.EntryPrice, 11)),
                ["markPrice"] = Text.Usdm(price), ["unRealizedProfit"] = Text.Spot((price - p.Value.EntryPrice) * p.Value.Amount),
                ["liquidationPrice"] = "0", ["isolatedMargin"] = "0", ["notional"] = Text.Spot(p.Value.Amount * price),
                ["leverage"] = $"{account.LeverageOf(p.Key.Symbol)}", ["marginType"] = account.Isolated.Contains(p.Key.Symbol) ? "isolated" : "cross",
                ["marginAsset"] = "USDT", ["updateTime"] = p.Value.UpdateTime,
            };
        })];
    }

    private JsonObject SetLeverage(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Usdm, request.Text("symbol"));
        var leverage = request.Whole("leverage") ?? throw SimRefusal.Missing("leverage");
        if (leverage is < 1 or > 125)
            throw new SimRefusal(-4028, $"Leverage {leverage} is not valid");
        request.Owner.Leverage[symbol.Name] = (int)leverage;
        return new() { ["leverage"] = leverage, ["maxNotionalValue"] = "1000000000", ["symbol"] = symbol.Name };
    }

    private JsonObject SetMarginType(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Usdm, request.Text("symbol"));
        var type = request.Required("marginType");
        var changed = type switch
        {
            "ISOLATED" => request.Owner.Isolated.Add(symbol.Name),
            "CROSSED" => request.Owner.Isolated.Remove(symbol.Name),
            _ => throw new SimRefusal(-4047, "Invalid marginType."),
        };
        return changed ? Success : throw new SimRefusal(-4046, "No need to change margin type.");
    }

    private static JsonObject SetPositionMode(SimRequest request)
    {
        request.Required("dualSidePosition");
        if (request.Owner.HedgeMode == request.Flag("dualSidePosition"))
            throw new SimRefusal(-4059, "No need to change position side.");
        if (request.Owner.Positions.Values.Any(p => p.Amount != 0))
            throw new SimRefusal(-4068, "Position side cannot be changed if there exists position.");
        request.Owner.HedgeMode = request.Flag("dualSidePosition");
        return Success;
    }

    private (SimSymbol Symbol, string Side, string PositionSide) Basics(SimRequest request)
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

    private JsonObject Place(SimRequest request)
    {
        var account = request.Owner;
        var type = request.Required("type");
        if (OrderTypes.UsdmAlgo.Contains(type) || type == "TRAILING_STOP_MARKET")
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
            if (quantity * reference / account.LeverageOf(symbol.Name) > Available(account, symbol.Info.QuoteAsset))
                throw new SimRefusal(-2019, "Margin is insufficient.");
        }

        OrderChecks.Count(account, symbol, conditional: false);
        venue.Accept(order);
        return UsdmAnswers.Order(order);
    }

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
        if ((order.ReduceOnly || order.PositionSide == (order.IsBuy ? "SHORT" : "LONG")) && opens)
            throw new SimRefusal(-2022, "ReduceOnly Order is rejected.");
        if (order.ReduceOnly && order.Quantity > Math.Abs(amount))
            order.Quantity = Math.Abs(amount);
    }

    private JsonObject Amend(SimRequest request)
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

    private static SimOrder? FindAlgo(SimRequest request)
    {
        var (id, clientId) = (request.Whole("algoId"), request.Text("clientAlgoId"));
        if (id is null && clientId is null)
            throw new SimRefusal(-1102, "Mandatory parameter 'algoId' or 'clientAlgoId' was not sent, was empty/null, or malformed.");
        return request.Owner.Orders.LastOrDefault(o => o.IsAlgo && (id is null || o.Id == id) && (clientId is null || o.ClientId == clientId));
    }

    private JsonObject Cancel(SimRequest request)
    {
        var order = Find(request);
        if (order is not { IsOpen: true })
            throw new SimRefusal(-2011, "Unknown order sent.");
        venue.End(order, "CANCELED");
        return UsdmAnswers.Order(order);
    }

    private JsonObject CancelAlgo(SimRequest request)
    {
        var order = FindAlgo(request);
        if (order is not { IsOpen: true })
            throw new SimRefusal(-2011, "Unknown order sent.");
        venue.End(order, "CANCELED");
        return new() { ["algoId"] = order.Id, ["clientAlgoId"] = order.ClientId, ["code"] = "200", ["msg"] = "success" };
    }

    private JsonObject CancelAll(SimRequest request, bool algo)
    {
        var symbol = venue.Find(MarketType.Usdm, request.Text("symbol"));
        foreach (var order in symbol.Open.Where(o => o.Account == request.Owner && o.IsAlgo == algo).ToArray())
            venue.End(order, "CANCELED");
        return new() { ["code"] = 200, ["msg"] = "The operation of cancel all open order is done." };
    }

    private JsonArray Orders(SimRequest request, bool algo, bool open)
    {
        var symbol = request.Text("symbol") is { } name ? venue.Find(MarketType.Usdm, name) : null;
        var from = request.Whole("orderId");
        return [.. request.Owner.Orders
            .Where(o => o.Symbol.IsUsdm && o.IsAlgo == algo && (!open || o.IsOpen) && (symbol is null || o.Symbol == symbol) && !(o.Id < from))
            .TakeLast(1_000).Select(o => algo ? UsdmAnswers.Algo(o) : UsdmAnswers.Order(o))];
    }

    private JsonArray Trades(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Usdm, request.Text("symbol"));
        var (orderId, from, start, end) = (request.Whole("orderId"), request.Whole("fromId"), request.Whole("startTime"), request.Whole("endTime"));
        var trades = request.Owner.Trades.Where(t => t.Order.Symbol == symbol && (orderId is null || t.Order.Id == orderId)
            && !(t.Id < from) && !(t.Time < start) && !(t.Time > end));
        var limit = (int)(request.Whole("limit") ?? 500);
        return [.. (from is null && start is null ? trades.TakeLast(limit) : trades.Take(limit)).Select(UsdmAnswers.Trade)];
    }

    private JsonObject PlaceAlgo(SimRequest request)
    {
        var account = request.Owner;
        if (request.Required("algoType") != "CONDITIONAL")
            throw new SimRefusal(-1102, "Mandatory parameter 'algoType' was not sent, was empty/null, or malformed.");
        var type = request.Required("type");
        if (!OrderTypes.UsdmAlgo.Contains(type))
            throw new SimRefusal(-1116, "Invalid orderType.");
        var (symbol, side, positionSide) = Basics(request);
        var clientId = OrderChecks.ClientId(request, "clientAlgoId", account, MarketType.Usdm);
        var close = request.Flag("closePosition");
        var hasLimit = type is "STOP" or "TAKE_PROFIT";
        if (close && hasLimit)
            throw new SimRefusal(-1106, "Parameter 'closePosition' sent when not required.");
        if (close && request.Text("quantity") is not null)
            throw new SimRefusal(-4136, "Target strategy invalid for orderType, closePosition true.");
        if (close && request.Text("reduceOnly") is not null)
            throw new SimRefusal(-1106, "Parameter 'reduceOnly' sent when not required.");
        var quantity = close ? 0 : request.RequiredNumber("quantity");
        var trigger = request.RequiredNumber("triggerPrice");
        var price = hasLimit ? request.RequiredNumber("price") : 0;
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
                OrderChecks.Notional(symbol.Info, quantity * (hasLimit ? price : trigger));
        }

        OrderChecks.Count(account, symbol, conditional: true);
        var order = new SimOrder
        {
            Id = venue.NextAlgoId(), IsAlgo = true, Account = account, Symbol = symbol, ClientId = clientId, Side = side, Type = type,
            TimeInForce = request.Text("timeInForce") ?? "GTC", PositionSide = positionSide, ReduceOnly = request.Flag("reduceOnly"),
            ClosePosition = close, Price = price, StopPrice = trigger, Quantity = quantity, Time = venue.MarketTime, UpdateTime = venue.MarketTime,
        };
        if (venue.Faults.Roll(FaultKind.RefuseStops, account: account.ApiKey) is { } refused)
            throw new SimRefusal(refused.Code ?? -4045, refused.Msg ?? "Reach max stop order limit.");
        if (order.TriggersUp ? symbol.Price >= trigger : symbol.Price <= trigger)
            throw new SimRefusal(-2021, "Order would immediately trigger.");
        venue.Accept(order);
        return UsdmAnswers.Algo(order);
    }

    private JsonObject Countdown(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Usdm, request.Text("symbol"));
        var ms = request.Whole("countdownTime") ?? throw SimRefusal.Missing("countdownTime");
        if (ms == 0)
            _countdowns.Remove((request.Owner, symbol));
        else
            _countdowns[(request.Owner, symbol)] = venue.TimeProvider.GetUtcNow() + TimeSpan.FromMilliseconds(ms);
        return new() { ["symbol"] = symbol.Name, ["countdownTime"] = ms.ToString(CultureInfo.InvariantCulture) };
    }

    private JsonObject ListenKey(SimRequest request, bool create)
    {
        var account = request.Owner;
        if (account.ListenKeyEnds < venue.TimeProvider.GetUtcNow())
            account.ListenKey = null;
        if (account.ListenKey is null && !create)
            throw new SimRefusal(-1125, "This listenKey does not exist.");
        account.ListenKey ??= Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
        account.ListenKeyEnds = venue.TimeProvider.GetUtcNow() + TimeSpan.FromMinutes(60);
        return new() { ["listenKey"] = account.ListenKey };
    }

    private static JsonObject CloseListenKey(SimRequest request)
    {
        request.Owner.ListenKey = null;
        return [];
    }
}
