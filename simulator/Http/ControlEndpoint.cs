using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TradingBot.Simulator.Api;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Http;

/// <summary>What a Binance does not have: faults, log, state, and a hand on the market.</summary>
internal sealed class ControlEndpoint(SimulatorServer server, SimVenue venue)
{
    public async Task HandleAsync(HttpContext context, string path)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        context.Response.ContentType = "application/json;charset=UTF-8";
        try
        {
            await context.Response.WriteAsync(Run($"{context.Request.Method} {path}", context.Request.Query, body), context.RequestAborted);
        }
        catch (FormatException e)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync(new JsonObject { ["error"] = e.Message }.ToJsonString(), context.RequestAborted);
        }
    }

    private string Run(string command, IQueryCollection query, string body)
    {
        switch (command)
        {
            case "GET /sim/log":
                return server.ReadLog(int.TryParse(query["after"], CultureInfo.InvariantCulture, out var after) ? after : 0);
            case "GET /sim/faults":
                return venue.Faults.Describe();
            case "PUT /sim/faults":
                server.SetFaults(body);
                return venue.Faults.Describe();
            case "POST /sim/advance":
                if (!long.TryParse(query["ms"], CultureInfo.InvariantCulture, out var ms) || ms < 0)
                    throw new FormatException("ms must be the number of milliseconds by which the market is to move on.");
                server.Advance(TimeSpan.FromMilliseconds(ms));
                return new JsonObject { ["marketTime"] = server.MarketTime }.ToJsonString();
            case "POST /sim/shutdown-notice":
                server.AnnounceShutdown();
                return "{}";
            case "GET /sim/state":
                return State();
            default:
                throw new FormatException($"There is no {command}.");
        }
    }

    private string State()
    {
        lock (venue.Gate)
        {
            return new JsonObject
            {
                ["marketTime"] = venue.MarketTime, ["serverTime"] = venue.ServerTime,
                ["accounts"] = new JsonArray([.. venue.Accounts.Values.Select(a => new JsonObject
                {
                    ["apiKey"] = a.ApiKey,
                    ["spot"] = new JsonObject(a.Spot.Select(b => KeyValuePair.Create(b.Key, (JsonNode?)Text.Spot(b.Value)))),
                    ["usdm"] = new JsonObject(a.Usdm.Select(b => KeyValuePair.Create(b.Key, (JsonNode?)Text.Spot(b.Value)))),
                    ["openOrders"] = new JsonArray([.. a.Orders.Where(o => o.IsOpen).Select(o =>
                        o.IsAlgo ? UsdmAnswers.Algo(o) : o.Symbol.IsUsdm ? UsdmAnswers.Order(o) : SpotAnswers.Order(o))]),
                    ["positions"] = new JsonArray([.. a.Positions.Where(p => p.Value.Amount != 0).Select(p => new JsonObject
                    {
                        ["symbol"] = p.Key.Symbol, ["side"] = p.Key.Side, ["amount"] = Text.Usdm(p.Value.Amount),
                    })]),
                })]),
            }.ToJsonString();
        }
    }
}
