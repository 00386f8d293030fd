using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;
using TradingBot.Reporting;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Reports;

/// <summary>Which trading a report is about.</summary>
internal sealed class PnlQuery
{
    [FromQuery(Name = "user"), Description("Whose; for administrators, who get everybody's together without it.")]
    public string? User { get; init; }

    [FromQuery(Name = "symbol"), Description("One symbol only, market:symbol.")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "mode"), Description("Which exchange; paper by default.")]
    public string? Mode { get; init; }

    [FromQuery(Name = "from"), Description("Begin. By default that of the trading.")]
    public string? From { get; init; }

    [FromQuery(Name = "to"), Description("End; the last candle opens before it. By default now.")]
    public string? To { get; init; }

    [FromQuery(Name = "timeZone"), Description("IANA time zone of the days, weeks and months; UTC by default.")]
    public string? TimeZone { get; init; }

    [FromQuery(Name = "capital"), Description("Equity before the first trade, above 0. By default the start balance of paper accounts.")]
    public string? Capital { get; init; }

    [FromQuery(Name = "quoteAsset"), Description("The asset that the report is in; USDT by default.")]
    public string? QuoteAsset { get; init; }

    [FromQuery(Name = "equityPoints"), Description("The most points of the equity curve, 0 to 10,000; 1,000 by default.")]
    public string? EquityPoints { get; init; }

    public (string? Owner, ReportQuery Query) Read(ClaimsPrincipal caller)
    {
        var fields = new FieldReader();
        var owner = caller.OwnersOf(User);
        var query = new ReportQuery(
            owner, fields.Symbol("symbol", Symbol), fields.Choice<TradingMode>("mode", Mode) ?? TradingMode.Paper,
            fields.Time("from", From), fields.Time("to", To), TimeZone ?? "UTC", fields.Decimal("capital", Capital), QuoteAsset ?? "USDT",
            fields.Number("equityPoints", EquityPoints, 0, ReportQuery.MaxEquityPoints, 1_000));
        fields.ThrowIfAny();
        fields.Refuse(query.Validate());
        fields.ThrowIfAny();
        return (owner, query);
    }
}
