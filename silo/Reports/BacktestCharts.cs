using System.Globalization;
using System.Text;
using TradingBot.ClientApi.Charts;
using TradingBot.Trading;

namespace TradingBot.Silo.Reports;

/// <summary>The three charts of a backtest's page: candles with trades, equity, drawdown.</summary>
internal static class BacktestCharts
{
    /// <summary>At most this many trades are marked in the chart: those that won or lost most.</summary>
    public const int MostMarkedTrades = 4000;

    public static string Price(BacktestReport report, ChartBuckets buckets)
    {
        var all = buckets.All;
        var chart = new SvgChart(all.Length, all.Min(static b => Math.Min(b.Price.Low, b.HeikinAshi.Low)), all.Max(static b => Math.Max(b.Price.High, b.HeikinAshi.High)));
        chart.Candles("candles", all.Select(static b => b.Price));
        chart.Candles("ha", all.Select(static b => b.HeikinAshi));
        MarkTrades(chart, report, buckets);
        return chart.ToSvg("price", "Candles with entries and exits");
    }

    public static string Equity(BacktestReport report, ChartBuckets buckets)
    {
        var all = buckets.All;
        var start = report.Settings.Cash.Units / 1e8;
        var chart = new SvgChart(all.Length, Math.Min(start, all.Min(static b => b.Equity)), Math.Max(start, all.Max(static b => b.Equity)));
        chart.Line("hold", all.Select(static b => b.BuyAndHold));
        chart.Line("equity", all.Select(static b => b.Equity), areaTo: start);
        chart.Level("start", start);
        return chart.ToSvg("equity", "Equity");
    }

    public static string Drawdown(ChartBuckets buckets)
    {
        var all = buckets.All;
        var chart = new SvgChart(all.Length, -Math.Max(all.Max(static b => b.Drawdown), 0.0001), 0);
        chart.Line("drawdown", all.Select(static b => -b.Drawdown), areaTo: 0);
        return chart.ToSvg("drawdown", "Drawdown");
    }

    /// <summary>The numbers behind the charts, for the axes and the read-out under the pointer.</summary>
    public static string Data(BacktestReport report, ChartBuckets buckets)
    {
        var json = new StringBuilder();
        var all = buckets.All;
        Append("t", static b => b.Time);
        Append("o", static b => b.Price.Open);
        Append("h", static b => b.Price.High);
        Append("l", static b => b.Price.Low);
        Append("c", static b => b.Price.Close);
        Append("e", static b => Math.Round(b.Equity, 4));
        Append("b", static b => Math.Round(b.BuyAndHold, 4));
        Append("d", static b => Math.Round(-b.Drawdown * 100, 4));
        return string.Create(CultureInfo.InvariantCulture, $"{{{json}\"trades\":{report.Result.Trades.Length},\"start\":{report.Settings.Cash}}}");

        void Append(string name, Func<ChartBucket, double> value) => json.Append('"').Append(name).Append("\":[")
            .AppendJoin(',', all.Select(b => value(b).ToString("R", CultureInfo.InvariantCulture))).Append("],");
    }

    private static void MarkTrades(SvgChart chart, BacktestReport report, ChartBuckets buckets)
    {
        IEnumerable<Trade> marked = report.Result.Trades;
        if (report.Result.Trades.Length > MostMarkedTrades)
            marked = marked.OrderByDescending(static t => Int128.Abs(t.Pnl.Units)).Take(MostMarkedTrades);
        var (won, lost, entries, stops, otherExits) = (new StringBuilder(), new StringBuilder(), new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var trade in marked)
        {
            var (x1, y1) = (chart.X(buckets.PositionOf(trade.EntryTime)), chart.Y(trade.EntryPrice.Units / 1e8));
            var (x2, y2) = (chart.X(buckets.PositionOf(trade.ExitTime)), chart.Y(trade.ExitPrice.Units / 1e8));
            (trade.Pnl.IsPositive ? won : lost).Append(CultureInfo.InvariantCulture, $"M{x1} {y1}L{x2} {y2}");
            entries.Append(CultureInfo.InvariantCulture, $"M{x1} {y1}h.01");
            (trade.ExitReason == ExitReason.Stop ? stops : otherExits).Append(CultureInfo.InvariantCulture, $"M{x2} {y2}h.01");
        }

        chart.OpenGroup("trades");
        chart.Path("trade won", won);
        chart.Path("trade lost", lost);
        chart.Path("mark exit", stops);
        chart.Path("mark other", otherExits);
        chart.Path("mark entry", entries);
        if (report.Result.OpenPosition is { } open)
        {
            var (x, y) = (buckets.PositionOf(open.EntryTime), chart.Y(open.EntryPrice.Units / 1e8));
            chart.Path("mark entry", new StringBuilder().Append(CultureInfo.InvariantCulture, $"M{chart.X(x)} {y}h.01"));
            chart.Level("stop", open.Stop.Units / 1e8, x);
        }

        chart.CloseGroup();
    }
}
