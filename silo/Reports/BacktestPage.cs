using System.Net;
using System.Reflection;
using System.Text;
using TradingBot.ClientApi.Charts;

namespace TradingBot.Silo.Reports;

/// <summary>The backtest's report as one page that needs nothing but itself: charts as SVG, style and script inline.</summary>
internal static class BacktestPage
{
    private const int MostTradesListed = 1000;
    private static readonly string Style = Resource("page.css");
    private static readonly string Script = Resource("page.js");

    public static byte[] Write(BacktestReport report)
    {
        var buckets = ChartBuckets.From(report);
        var series = Html(TextOf.Series(report));
        return Encoding.UTF8.GetBytes(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <title>Backtest {series}</title>
            <style>{Style}</style>
            </head>
            <body>
            <header>
            <h1>{series} <small>backtest</small></h1>
            <p>{Html(TextOf.Strategy(report))}</p>
            <p class="muted">{Html(TextOf.Candles(report))}</p>
            </header>
            {Tiles(report)}
            {Charts(report, buckets)}
            {Details(report)}
            {Trades(report)}
            <script type="application/json" id="data">{BacktestCharts.Data(report, buckets)}</script>
            <script>{Script}</script>
            </body>
            </html>

            """);
    }

    private static string Tiles(BacktestReport report)
    {
        var p = report.Performance;
        var quote = Html(report.Settings.Symbol.QuoteAsset);
        var tiles = new StringBuilder("<section class=\"tiles\">");
        Tile("Return", TextOf.Percent(p.ReturnPct / 100, signed: true), Sign(p.ReturnPct ?? 0));
        Tile("Final equity", $"{Html(TextOf.Money(report.Result.FinalEquity))} <small>{quote}</small>", "");
        Tile("Max drawdown", TextOf.Percent(p.MaxDrawdown), "");
        Tile("Trades", $"{TextOf.Count(p.Trades)} <small>{TextOf.Count(p.Wins)} won · {TextOf.Count(p.Losses)} lost</small>", "");
        Tile("Win rate", TextOf.Percent(p.WinRate), "");
        Tile("Profit factor", TextOf.Ratio(p.ProfitFactor), "");
        Tile("Expectancy", p.Expectancy is { } e ? $"{TextOf.Money(e)} <small>{quote} a trade</small>" : "–", Sign((double)(p.Expectancy?.Units ?? 0)));
        Tile("Sharpe · Sortino", $"{TextOf.Ratio(p.Sharpe)} <small>·</small> {TextOf.Ratio(p.Sortino)}", "");
        Tile("Exposure", TextOf.Percent(p.Exposure), "");
        Tile("Commissions", $"{TextOf.Money(p.Commissions)} <small>{quote}</small>", "");
        return tiles.Append("</section>").ToString();

        void Tile(string name, string value, string cssClass) =>
            tiles.Append($"<div class=\"tile\"><span>{name}</span><b class=\"{cssClass}\">{value}</b></div>");
    }

    private static string Charts(BacktestReport report, ChartBuckets buckets)
    {
        var trades = report.Result.Trades.Length;
        var notes = new List<string>();
        if (buckets.CandlesEach > 1)
            notes.Add($"Each drawn candle combines up to {buckets.CandlesEach} of the {TextOf.Count(report.File.Candles.Length)} candles; trades, equity and figures come from all of them.");
        if (trades > BacktestCharts.MostMarkedTrades)
            notes.Add($"Of {TextOf.Count(trades)} trades the {TextOf.Count(BacktestCharts.MostMarkedTrades)} that won or lost most are marked.");
        if (report.File.Summary.Holes > 0)
            notes.Add("Times without candles are not drawn.");
        return $"""
            <section class="charts">
            <div class="tools">
            <label><input type="checkbox" id="show-ha"> Heikin Ashi</label>
            <label><input type="checkbox" id="show-trades" checked> Trades</label>
            <label><input type="checkbox" id="show-hold"> Buy and hold</label>
            <span class="legend"><i class="entry"></i>entry <i class="exit"></i>stop <i class="other"></i>other exit</span>
            <span class="zoom"><button id="left" title="earlier">◀</button><button id="in" title="closer">+</button><button id="out" title="farther">−</button><button id="right" title="later">▶</button><button id="all">All</button></span>
            </div>
            <p class="readout muted" id="readout">Drag over a chart to look closer.</p>
            <div class="chart price">{BacktestCharts.Price(report, buckets)}<div class="axis"></div></div>
            <h2>Equity</h2>
            <div class="chart equity-chart">{BacktestCharts.Equity(report, buckets)}<div class="axis"></div></div>
            <h2>Drawdown, %</h2>
            <div class="chart drawdown-chart">{BacktestCharts.Drawdown(buckets)}<div class="axis"></div></div>
            <div class="times" id="times"></div>
            <noscript><p class="muted">Axes, zoom and read-out need JavaScript.</p></noscript>
            <p class="muted">{Html(string.Join(' ', notes))}</p>
            </section>
            """;
    }

    private static string Details(BacktestReport report)
    {
        var rows = new StringBuilder();
        foreach (var (name, value) in TextOf.Summary(report))
            rows.Append($"<tr><th>{Html(name)}</th><td>{Html(value)}</td></tr>");
        foreach (var reason in report.Result.Trades.CountBy(static t => t.ExitReason).OrderBy(static r => r.Key))
            rows.Append($"<tr><th>exits by {BacktestJson.ReasonName(reason.Key)}</th><td>{TextOf.Count(reason.Value)}</td></tr>");
        return $"<section><details><summary>All figures</summary><table class=\"figures\">{rows}</table></details></section>";
    }

    private static string Trades(BacktestReport report)
    {
        var trades = report.Result.Trades;
        var quote = Html(report.Settings.Symbol.QuoteAsset);
        var rows = new StringBuilder();
        for (var i = trades.Length - 1; i >= Math.Max(0, trades.Length - MostTradesListed); i--)
        {
            var t = trades[i];
            var gain = t.EntryPrice.IsZero || t.Quantity.IsZero ? 0 : (double)t.Pnl.Units / (double)(t.EntryPrice * t.Quantity).Units;
            rows.Append($"<tr><td>{i + 1}</td><td>{TextOf.Time(t.EntryTime)}</td><td>{t.EntryPrice}</td><td>{TextOf.Time(t.ExitTime)}</td><td>{t.ExitPrice}</td>")
                .Append($"<td>{t.Quantity}</td><td>{BacktestJson.ReasonName(t.ExitReason)}</td><td>{TextOf.Money(t.Fees)}</td>")
                .Append($"<td class=\"{Sign((double)t.Pnl.Units)}\">{TextOf.Money(t.Pnl)}</td><td class=\"{Sign(gain)}\">{TextOf.Percent(gain, signed: true)}</td></tr>");
        }

        var title = trades.Length switch
        {
            0 => "No trades",
            > MostTradesListed => $"The last {TextOf.Count(MostTradesListed)} of {TextOf.Count(trades.Length)} trades",
            _ => $"{TextOf.Count(trades.Length)} trades",
        };
        return $"""
            <section><h2>{title} <small class="muted">newest first, times in UTC</small></h2>
            <div class="scroll"><table class="trades">
            <thead><tr><th>#</th><th>Entry</th><th>Price</th><th>Exit</th><th>Price</th><th>Quantity</th><th>Reason</th><th>Fees</th><th>PnL, {quote}</th><th>PnL, %</th></tr></thead>
            <tbody>{rows}</tbody></table></div></section>
            """;
    }

    private static string Sign(double value) => value > 0 ? "gain" : value < 0 ? "loss" : "";

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"TradingBot.Silo.Reports.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
