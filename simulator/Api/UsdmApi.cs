using System.Text.Json.Nodes;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>Binance USDⓈ-M: what <c>/fapi</c> and its WebSocket API answer.</summary>
internal sealed class UsdmApi
{
    private readonly SimVenue _venue;
    private readonly UsdmAccounts _accounts;
    private readonly UsdmOrders _orders;
    private readonly UsdmAlgoOrders _algos;
    private readonly UsdmTimers _timers;

    public UsdmApi(SimVenue venue)
    {
        (_venue, _accounts, _timers) = (venue, new(venue), new(venue));
        _orders = new(venue, _accounts);
        _algos = new(venue, _orders);
    }

    public Dictionary<string, SimRoute> Rest => new()
    {
        ["GET /fapi/v1/ping"] = new(1, RouteSecurity.None, _ => new JsonObject()),
        ["GET /fapi/v1/time"] = new(1, RouteSecurity.None, _ => new JsonObject { ["serverTime"] = _venue.ServerTime }),
        ["GET /fapi/v1/exchangeInfo"] = new(1, RouteSecurity.None, r => UsdmAnswers.ExchangeInfo(_venue.ServerTime, _venue.WeightFactor, MarketData.Wanted(_venue, r))),
        ["GET /fapi/v1/klines"] = new(5, RouteSecurity.None, r => MarketData.Klines(_venue, r, 500, 1_500, Text.Usdm)),
        ["GET /fapi/v1/ticker/price"] = new(1, RouteSecurity.None, r => MarketData.Prices(_venue, r, Text.Usdm)),
        ["GET /fapi/v2/ticker/price"] = new(1, RouteSecurity.None, r => MarketData.Prices(_venue, r, Text.Usdm)),
        ["GET /fapi/v1/ticker/bookTicker"] = new(2, RouteSecurity.None, MarketData.Book(_venue)),
        ["GET /fapi/v1/depth"] = new(5, RouteSecurity.None, r => MarketData.Depth(_venue, r, 500, Text.Usdm)),
        ["GET /fapi/v1/premiumIndex"] = new(1, RouteSecurity.None, MarkPrice),
        ["GET /fapi/v3/balance"] = new(5, RouteSecurity.Signed, _accounts.Balances),
        ["GET /fapi/v2/balance"] = new(5, RouteSecurity.Signed, _accounts.Balances),
        ["GET /fapi/v3/account"] = new(5, RouteSecurity.Signed, _accounts.Account),
        ["GET /fapi/v2/account"] = new(5, RouteSecurity.Signed, _accounts.Account),
        ["GET /fapi/v3/positionRisk"] = new(5, RouteSecurity.Signed, _accounts.Positions),
        ["GET /fapi/v2/positionRisk"] = new(5, RouteSecurity.Signed, _accounts.Positions),
        ["POST /fapi/v1/leverage"] = new(1, RouteSecurity.Signed, _accounts.SetLeverage),
        ["POST /fapi/v1/marginType"] = new(1, RouteSecurity.Signed, _accounts.SetMarginType),
        ["GET /fapi/v1/positionSide/dual"] = new(30, RouteSecurity.Signed, r => new JsonObject { ["dualSidePosition"] = r.Owner.HedgeMode }),
        ["POST /fapi/v1/positionSide/dual"] = new(1, RouteSecurity.Signed, UsdmAccounts.SetPositionMode),
        ["POST /fapi/v1/order"] = new(1, RouteSecurity.Signed, _orders.Place) { FreeOnSuccess = true, PlacesOrder = true },
        ["PUT /fapi/v1/order"] = new(1, RouteSecurity.Signed, _orders.Amend) { FreeOnSuccess = true, PlacesOrder = true },
        ["GET /fapi/v1/order"] = new(1, RouteSecurity.Signed, _orders.Query),
        ["DELETE /fapi/v1/order"] = new(1, RouteSecurity.Signed, _orders.Cancel) { FreeOnSuccess = true },
        ["GET /fapi/v1/openOrders"] = new(1, RouteSecurity.Signed, r => _orders.Orders(r, algo: false, open: true)),
        ["GET /fapi/v1/allOrders"] = new(5, RouteSecurity.Signed, r => _orders.Orders(r, algo: false, open: false)),
        ["DELETE /fapi/v1/allOpenOrders"] = new(1, RouteSecurity.Signed, r => _orders.CancelAll(r, algo: false)) { FreeOnSuccess = true },
        ["GET /fapi/v1/userTrades"] = new(5, RouteSecurity.Signed, _orders.Trades),
        ["POST /fapi/v1/algoOrder"] = new(1, RouteSecurity.Signed, _algos.Place) { FreeOnSuccess = true, PlacesOrder = true },
        ["GET /fapi/v1/algoOrder"] = new(1, RouteSecurity.Signed, UsdmAlgoOrders.Query),
        ["DELETE /fapi/v1/algoOrder"] = new(1, RouteSecurity.Signed, _algos.Cancel) { FreeOnSuccess = true },
        ["GET /fapi/v1/openAlgoOrders"] = new(1, RouteSecurity.Signed, r => _orders.Orders(r, algo: true, open: true)),
        ["GET /fapi/v1/allAlgoOrders"] = new(5, RouteSecurity.Signed, r => _orders.Orders(r, algo: true, open: false)),
        ["DELETE /fapi/v1/algoOpenOrders"] = new(1, RouteSecurity.Signed, r => _orders.CancelAll(r, algo: true)) { FreeOnSuccess = true },
        ["POST /fapi/v1/countdownCancelAll"] = new(10, RouteSecurity.Signed, _timers.Countdown),
        ["POST /fapi/v1/listenKey"] = new(1, RouteSecurity.Key, r => _timers.ListenKey(r, create: true)),
        ["PUT /fapi/v1/listenKey"] = new(1, RouteSecurity.Key, r => _timers.ListenKey(r, create: false)),
        ["DELETE /fapi/v1/listenKey"] = new(1, RouteSecurity.Key, UsdmTimers.CloseListenKey),
    };

    /// <summary>Methods of the WebSocket API by the REST endpoint that does the same.</summary>
    public static IReadOnlyDictionary<string, string> WebSocketMethods { get; } = new Dictionary<string, string>
    {
        ["ping"] = "GET /fapi/v1/ping", ["depth"] = "GET /fapi/v1/depth", ["ticker.book"] = "GET /fapi/v1/ticker/bookTicker", ["ticker.price"] = "GET /fapi/v1/ticker/price", ["account.status"] = "GET /fapi/v3/account",
        ["v2/account.status"] = "GET /fapi/v3/account", ["account.balance"] = "GET /fapi/v3/balance", ["v2/account.balance"] = "GET /fapi/v3/balance",
        ["account.position"] = "GET /fapi/v3/positionRisk", ["v2/account.position"] = "GET /fapi/v3/positionRisk",
        ["order.place"] = "POST /fapi/v1/order", ["order.modify"] = "PUT /fapi/v1/order", ["order.status"] = "GET /fapi/v1/order",
        ["order.cancel"] = "DELETE /fapi/v1/order", ["algoOrder.place"] = "POST /fapi/v1/algoOrder", ["algoOrder.cancel"] = "DELETE /fapi/v1/algoOrder",
        ["userDataStream.start"] = "POST /fapi/v1/listenKey", ["userDataStream.ping"] = "PUT /fapi/v1/listenKey",
        ["userDataStream.stop"] = "DELETE /fapi/v1/listenKey",
    };

    public void OnTime() => _timers.OnTime();

    private JsonNode MarkPrice(SimRequest request)
    {
        JsonObject One(SimSymbol s) => new()
        {
            ["symbol"] = s.Name, ["markPrice"] = Text.Usdm(s.Price), ["indexPrice"] = Text.Usdm(s.Price), ["lastFundingRate"] = "0.0001",
            ["nextFundingTime"] = 0, ["time"] = _venue.MarketTime,
        };
        return request.Text("symbol") is null ? new JsonArray([.. MarketData.Wanted(_venue, request).Select(One)]) : One(MarketData.Wanted(_venue, request).Single());
    }
}
