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

    /// <summary>Carries out a request to one of the endpoints.</summary>
    public ApiReply Handle(ApiCall call) => Handle(call, _routes.GetValueOrDefault(call.Route));

    /// <summary>Carries out a request; without a route it is refused.</summary>
    public ApiReply Handle(ApiCall call, SimRoute? route)
    {
        lock (_venue.Gate)
        {
            var reply = route is null
                ? ApiReply.Error(404, -5000, $"Path {call.Route} is not valid; the simulator does not have it.")
                : Run(call, route);
            Log(call, reply);
            return reply;
        }
    }

    private ApiReply Run(ApiCall call, SimRoute route)
    {
        var usdm = call.Market == MarketType.Usdm;
        var used = _limits.Add(call.Address, usdm, route.FreeOnSuccess ? 0 : route.Weight);
        if (_limits.Refusal(call.Address, usdm, _venue.WeightFactor, _venue.ServerTime) is { } refusal)
            return refusal with { UsedWeight = used };

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

    private SimAccount Authenticate(ApiCall call, RouteSecurity security)
    {
        var inSession = string.IsNullOrEmpty(call.ApiKey) && call.Session is not null;
        if (string.IsNullOrEmpty(call.ApiKey) && !inSession)
            throw new SimRefusal(-2014, "API-key format invalid.", 401);
        var account = inSession ? call.Session! : _venue.Accounts.GetValueOrDefault(call.ApiKey!)
            ?? throw new SimRefusal(-2015, "Invalid API-key, IP, or permissions for action.", 401);
        if (security != RouteSecurity.Signed)
            return account;
        var request = new SimRequest(call.Market, call.Parameters);
        CheckTime(request.Whole("timestamp") ?? throw SimRefusal.Missing("timestamp"), request.Number("recvWindow") ?? 5_000);
        if (!inSession && !account.Verify(call.SignedText, request.Required("signature")))
            throw new SimRefusal(-1022, "Signature for this request is not valid.");
        return account;
    }

    private void CheckTime(long timestamp, decimal window)
    {
        // Microseconds are allowed.
        if (timestamp > 100_000_000_000_000)
            timestamp /= 1_000;
        if (window > MaxRecvWindow)
            throw new SimRefusal(-1131, "recvWindow must be less than 60000.");
        if (timestamp >= _venue.ServerTime + 1_000)
            throw new SimRefusal(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
        if (_venue.ServerTime - timestamp > window)
            throw new SimRefusal(-1021, "Timestamp for this request is outside of the recvWindow.");
    }

    private void Log(ApiCall call, ApiReply reply)
    {
        var parameters = new JsonObject();
        foreach (var (name, value) in call.Parameters)
        {
            if (name is not ("signature" or "timestamp" or "recvWindow"))
                parameters[name] = value;
        }

        var refused = reply.Status != 200;
        _venue.Log.Add("request", new()
        {
            ["request"] = call.Route, ["account"] = call.ApiKey ?? call.Session?.ApiKey, ["parameters"] = parameters, ["status"] = reply.Status,
            ["code"] = refused ? reply.Body["code"]?.DeepClone() : null, ["msg"] = refused ? reply.Body["msg"]?.DeepClone() : null,
            ["orderId"] = reply.Body is JsonObject o ? (o["orderId"] ?? o["algoId"])?.DeepClone() : null,
        });
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
