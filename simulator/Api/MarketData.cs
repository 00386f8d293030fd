using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>Market data, which both markets answer alike.</summary>
internal static class MarketData
{
    public static IEnumerable<SimSymbol> Wanted(SimVenue venue, SimRequest request)
    {
        if (request.Text("symbol") is { } one)
            return [venue.Find(request.Market, one)];
        return request.Text("symbols") is { } many
            ? [.. many.Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries).Select(s => venue.Find(request.Market, s.Trim().Trim('"')))]
            : venue.Symbols.Where(s => s.Info.Id.Market == request.Market);
    }

    public static JsonNode Prices(SimVenue venue, SimRequest request, Func<decimal, string> text)
    {
        JsonObject One(SimSymbol s) => new() { ["symbol"] = s.Name, ["price"] = text(s.Price), ["time"] = venue.MarketTime };
        return request.Text("symbol") is null ? new JsonArray([.. Wanted(venue, request).Select(One)]) : One(Wanted(venue, request).Single());
    }

    public static Func<SimRequest, JsonNode> Book(SimVenue venue) => request =>
    {
        JsonObject One(SimSymbol s) => new()
        {
            ["symbol"] = s.Name, ["bidPrice"] = Text.Spot(s.Price), ["bidQty"] = "1.00000000", ["askPrice"] = Text.Spot(s.Price + s.Tick),
            ["askQty"] = "1.00000000", ["time"] = venue.MarketTime,
        };
        return request.Text("symbol") is null ? new JsonArray([.. Wanted(venue, request).Select(One)]) : One(Wanted(venue, request).Single());
    };

    /// <summary>A book of even depth around the price: liquidity has no end here, so it only shows where the price is.</summary>
    public static JsonObject Depth(SimVenue venue, SimRequest request, int standard, Func<decimal, string> text)
    {
        var symbol = venue.Find(request.Market, request.Text("symbol"));
        var limit = request.Whole("limit") ?? standard;
        if (limit is < 1 or > 5_000)
            throw new SimRefusal(-1130, "Data sent for parameter 'limit' is not valid.");
        JsonArray Side(decimal first, decimal step) => [.. Enumerable.Range(0, (int)limit)
            .Select(i => first + i * step).TakeWhile(static p => p > 0).Select(p => new JsonArray(text(p), "1.00000000"))];
        return new()
        {
            ["lastUpdateId"] = venue.MarketTime, ["E"] = venue.MarketTime, ["T"] = venue.MarketTime,
            ["bids"] = Side(symbol.Price, -symbol.Tick), ["asks"] = Side(symbol.Price + symbol.Tick, symbol.Tick),
        };
    }

    public static JsonArray Klines(SimVenue venue, SimRequest request, int standard, int most, Func<decimal, string> text)
    {
        var symbol = venue.Find(request.Market, request.Text("symbol"));
        if (!CandleInterval.TryParse(request.Required("interval"), out var interval))
            throw new SimRefusal(-1120, "Invalid interval.");
        var limit = request.Whole("limit") ?? standard;
        if (limit is < 1)
            throw new SimRefusal(-1130, "Data sent for parameter 'limit' is not valid.");
        return [.. symbol.Klines(interval, request.Whole("startTime"), request.Whole("endTime"), (int)Math.Min(limit, most)).Select(c => Row(c, interval, text))];
    }

    private static JsonArray Row(Candle candle, CandleInterval interval, Func<decimal, string> text) =>
    [
        candle.OpenTime, text(candle.Open.ToDecimal()), text(candle.High.ToDecimal()), text(candle.Low.ToDecimal()),
        text(candle.Close.ToDecimal()), Text.Spot(candle.Volume), interval.NextOpenTime(candle.OpenTime) - 1,
        Text.Spot(candle.Volume * candle.Close.ToDecimal()), 100, Text.Spot(candle.Volume / 2),
        Text.Spot(candle.Volume / 2 * candle.Close.ToDecimal()), "0",
    ];
}
