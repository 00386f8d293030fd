using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using TradingBot.ClientApi.Http;
using TradingBot.MarketData;

namespace TradingBot.ClientApi.Candles;

/// <summary>Which candles.</summary>
internal sealed class CandlesQuery
{
    [FromQuery(Name = "symbol"), Description("market:symbol. Required.")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "interval"), Description("Interval of the candles. Required.")]
    public string? Interval { get; init; }

    [FromQuery(Name = "from"), Description("First open time, inclusive. Without it: the newest candles.")]
    public string? From { get; init; }

    [FromQuery(Name = "to"), Description("Last open time, inclusive.")]
    public string? To { get; init; }

    [FromQuery(Name = "limit"), Description("Items a page.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("The nextCursor of the page before.")]
    public string? Cursor { get; init; }

    public (CandleSeries Series, long? From, long? To, int Limit) Read()
    {
        var fields = new FieldReader();
        var symbol = fields.Symbol("symbol", Symbol);
        fields.Require("symbol", symbol is not null);
        var interval = fields.Interval("interval", Interval);
        fields.Require("interval", interval is not null);
        var from = fields.Time("from", From);
        var to = fields.Time("to", To);
        if (from > to)
            fields.Refuse("from", "must not be later than to.");
        var limit = fields.Number("limit", Limit, 1, IChartGrain.MaxCandles, ApiLimits.DefaultPage);
        if (fields.Cursor(Cursor) is { } place)
        {
            if (ApiTime.TryParse(place, out var next))
                from = next.Milliseconds;
            else
                fields.Refuse("cursor", "must be the nextCursor of an earlier page.");
        }

        fields.ThrowIfAny();
        return (new(symbol!.Value, interval!.Value), from, to, limit);
    }
}
