using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>The way of every request: limits, key, time, signature, endpoint, log.</summary>
internal sealed class ApiGate
{
    private const int MaxRecvWindow = 60_000;

    private readonly SimVenue _venue;
    private readonly RateLimits _limits;
    private readonly Dictionary<string, SimRoute> _routes;

    public ApiGate(SimVenue venue)
    {
        _venue = venue;
        _limits = new(venue.TimeProvider);
        Usdm = new(venue);
        _routes = new SpotApi(venue).Rest;
        foreach (var (name, route) in Usdm.Rest)
            _routes.Add(name, route);
    }

    public UsdmApi Usdm { get; }

    public ApiReply Handle(ApiCall call)
    {
        lock (_venue.Gate)
        {
            var reply = Run(call);
            var logged = new JsonObject();
            foreach (var (name, value) in call.Parameters)
            {
                if (name is not ("signature" or "timestamp" or "recvWindow"))
                    logged[name] = value;
            }

            _venue.Log.Add("request", new()
            {
                ["request"] = call.Route, ["account"] = call.ApiKey, ["parameters"] = logged, ["status"] = reply.Status,
                ["code"] = reply.Status == 200 ? null : reply.Body["code"]?.DeepClone(), ["msg"] = reply.Status == 200 ? null : reply.Body["msg"]?.DeepClone(),
                ["orderId"] = reply.Body is JsonObject o ? (o["orderId"] ?? o["algoId"])?.DeepClone() : null,
            });
            return reply;
        }
    }

    /// <summary>Checks key, time and signature alone.</summary>
    /// <exception cref="SimRefusal">One of them is wrong.</exception>
    public SimAccount Authenticate(ApiCall call, RouteSecurity security)
    {
        if (string.IsNullOrEmpty(call.ApiKey))
            throw new SimRefusal(-2014, "API-key format invalid.", 401);
        var account = _venue.Accounts.GetValueOrDefault(call.ApiKey)
            ?? throw new SimRefusal(-2015, "Invalid API-key, IP, or permissions for action.", 401);
        if (security != RouteSecurity.Signed)
            return account;
        var request = new SimRequest(call.Market, call.Parameters);
        var timestamp = request.Whole("timestamp") ?? throw SimRefusal.Missing("timestamp");
        if (timestamp > 100_000_000_000_000)
            timestamp /= 1_000;
        var window = request.Number("recvWindow") ?? 5_000;
        if (window > MaxRecvWindow)
            throw new SimRefusal(-1131, "recvWindow must be less than 60000.");
        if (timestamp >= _venue.ServerTime + 1_000)
            throw new SimRefusal(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
        if (_venue.ServerTime - timestamp > window)
            throw new SimRefusal(-1021, "Timestamp for this request is outside of the recvWindow.");
        if (!account.Verify(call.SignedText, request.Required("signature")))
            throw new SimRefusal(-1022, "Signature for this request is not valid.");
        return account;
    }

    private ApiReply Run(ApiCall call)
    {
        if (!_routes.TryGetValue(call.Route, out var route))
            return ApiReply.Error(404, -5000, $"Path {call.Route} is not valid; the simulator does not have it.");
        var usdm = call.Market == MarketType.Usdm;
        var limit = usdm ? RateLimits.UsdmWeight : RateLimits.SpotWeight;
        var used = _limits.Add(call.Address, usdm, route.FreeOnSuccess ? 0 : route.Weight);
        if (used > limit)
        {
            return ApiReply.Error(429, -1003, $"Too much request weight used; current limit is {limit} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.")
                with { UsedWeight = used, RetryAfter = _limits.SecondsLeft };
        }

        SimAccount? account = null;
        try
        {
            if (route.Security != RouteSecurity.None)
                account = Authenticate(call, route.Security);
            if (route.PlacesOrder && account is not null)
                CheckOrderRate(account, usdm);
            var body = route.Handle(new(call.Market, call.Parameters) { Account = account });
            if (route.PlacesOrder && account is not null)
                _limits.CountOrder(account);
            return new ApiReply(200, body) { UsedWeight = used, OrderCounts = Counts(route, account, usdm) };
        }
        catch (SimRefusal e)
        {
            if (route.FreeOnSuccess)
                used = _limits.Add(call.Address, usdm, route.Weight);
            var reply = ApiReply.Error(e.Status, e.Code, e.Message);
            if (e is CancelReplaceRefusal parts)
                reply.Body["data"] = parts.Parts();
            return reply with { UsedWeight = used, OrderCounts = Counts(route, account, usdm) };
        }
    }

    private void CheckOrderRate(SimAccount account, bool usdm)
    {
        var limit = usdm ? RateLimits.UsdmOrders10S : RateLimits.SpotOrders10S;
        if (_limits.Orders(account, TimeSpan.FromSeconds(10)) >= limit)
            throw new SimRefusal(-1015, $"Too many new orders; current limit is {limit} orders per 10 SECOND.", 429);
    }

    private IReadOnlyList<(string Window, int Count)> Counts(SimRoute route, SimAccount? account, bool usdm) =>
        !route.PlacesOrder || account is null ? []
        : usdm ? [("10S", _limits.Orders(account, TimeSpan.FromSeconds(10))), ("1M", _limits.Orders(account, TimeSpan.FromMinutes(1)))]
        : [("10S", _limits.Orders(account, TimeSpan.FromSeconds(10))), ("1D", account.OrderTimes.Count)];
}
