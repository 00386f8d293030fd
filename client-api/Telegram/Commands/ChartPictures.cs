using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using TradingBot.ClientApi.Charts;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Reporting;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>
/// Draws charts as PNG: as SVG here, and by <c>rsvg-convert</c> (Debian's librsvg2-bin) where that program is installed. Where it is not,
/// there is no picture, and the text form has to do.
/// </summary>
internal sealed class ChartPictures(ILogger<ChartPictures> logger)
{
    private const string Program = "rsvg-convert";
    private const int Width = 1_000, PriceHeight = 420, EquityHeight = 140, Margin = 12, TitleHeight = 34, Gap = 26;
    private const string Style =
        "svg{background:#fff}text{font:16px 'DejaVu Sans',sans-serif;fill:#333}path{stroke-width:1}"
        + ".candles .up{stroke:#2a9d6f;fill:#2a9d6f}.candles .down{stroke:#d1495b;fill:#d1495b}"
        + ".ha{opacity:.35}.ha .up{stroke:#1d5fa8;fill:#1d5fa8}.ha .down{stroke:#7a4fa3;fill:#7a4fa3}"
        + ".line{fill:none;stroke:#1d5fa8;stroke-width:2}.area{stroke:none;fill:#1d5fa8;opacity:.12}.stop{stroke:#d1495b;stroke-width:2;stroke-dasharray:6 4}"
        + ".won{stroke:#2a9d6f;stroke-width:2}.lost{stroke:#d1495b;stroke-width:2}.mark{stroke-width:12;stroke-linecap:round}.entry{stroke:#0b6e4f}.exit{stroke:#a4133c}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private bool _isMissing;

    /// <summary>A picture: candles and Heikin Ashi candles with entries, exits and the stop; below, the equity.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="candles">Candles, oldest first, at least one; none for equity alone.</param>
    /// <param name="trades">Closed trades.</param>
    /// <param name="open">The fills of a position that is still open.</param>
    /// <param name="stop">The stop; zero for none.</param>
    /// <param name="equity">Equity; empty for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>PNG; null where it cannot be made.</returns>
    public async Task<byte[]?> DrawAsync(
        string title, ImmutableArray<ChartCandle> candles, IEnumerable<Trade> trades, IEnumerable<FillRow> open, Fixed8 stop, ImmutableArray<EquityPoint> equity,
        CancellationToken cancellationToken) =>
        _isMissing ? null : await ConvertAsync(Svg(title, candles, trades, open, stop, equity), cancellationToken);

    private static string Svg(
        string title, ImmutableArray<ChartCandle> candles, IEnumerable<Trade> trades, IEnumerable<FillRow> open, Fixed8 stop, ImmutableArray<EquityPoint> equity)
    {
        var (parts, top) = (new StringBuilder(), TitleHeight);
        if (!candles.IsEmpty)
        {
            Add(Price(candles, trades, open, stop), PriceHeight);
            Label($"{candles[0].Candle.Close} → {candles[^1].Candle.Close}");
        }

        if (equity.Length > 1)
        {
            Add(Equity(equity), EquityHeight);
            Label($"Equity {Rounded(equity[0].Equity)} → {Rounded(equity[^1].Equity)}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{top}\"><style>{Style}</style>")
            + $"<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><text x=\"{Margin}\" y=\"24\">{Presentation.MessageText.Escape(title)}</text>{parts}</svg>";

        void Add(Func<string, string> draw, int height)
        {
            parts.Append(draw(string.Create(CultureInfo.InvariantCulture, $"x=\"{Margin}\" y=\"{top}\" width=\"{Width - (2 * Margin)}\" height=\"{height}\"")));
            top += height;
        }

        void Label(string text)
        {
            parts.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{top + 18}\">{Presentation.MessageText.Escape(text)}</text>");
            top += Gap;
        }
    }

    private static Func<string, string> Price(ImmutableArray<ChartCandle> candles, IEnumerable<Trade> trades, IEnumerable<FillRow> open, Fixed8 stop)
    {
        var prices = candles.Select(static c => default(Ohlc).With(c.Candle.Open, c.Candle.High, c.Candle.Low, c.Candle.Close)).ToList();
        var averages = candles.Select(static c => default(Ohlc).With(c.HaOpen, c.HaHigh, c.HaLow, c.HaClose)).ToList();
        var (all, level) = (averages.Concat(prices).ToList(), ToDouble(stop));
        var chart = new SvgChart(
            candles.Length, Math.Min(all.Min(static p => p.Low), level > 0 ? level : double.MaxValue), Math.Max(all.Max(static p => p.High), level),
            (Width - (2 * Margin), PriceHeight));
        chart.Candles("ha", averages);
        chart.Candles("candles", prices);
        foreach (var trade in trades)
        {
            var (from, to) = (At(trade.EntryTime), At(trade.ExitTime));
            chart.Path(trade.Pnl.IsPositive ? "won" : "lost", Line($"M{chart.X(from)} {chart.Y(ToDouble(trade.EntryPrice))}L{chart.X(to)} {chart.Y(ToDouble(trade.ExitPrice))}"));
            Mark("entry", from, trade.EntryPrice);
            Mark("exit", to, trade.ExitPrice);
        }

        foreach (var fill in open)
            Mark("entry", At(fill.Time), fill.Price);

        if (level > 0)
            chart.Level("stop", level);
        return place => chart.ToSvg("price", "Candles", place);

        void Mark(string kind, double at, Fixed8 price) => chart.Path($"mark {kind}", Line($"M{chart.X(at)} {chart.Y(ToDouble(price))}h.01"));

        // A trade that began before the first candle begins at the edge.
        double At(long time) => Math.Max(0, candles.Count(c => c.Candle.OpenTime <= time) - 0.5);
    }

    private static Func<string, string> Equity(ImmutableArray<EquityPoint> equity)
    {
        var values = equity.Select(static p => (double)p.Equity.ToDecimal()).ToList();
        var chart = new SvgChart(values.Count, values.Min(), values.Max(), (Width - (2 * Margin), EquityHeight));
        chart.Line("equity", values, areaTo: chart.Low);
        return place => chart.ToSvg("equity", "Equity", place);
    }

    private static StringBuilder Line(FormattableString path) => new(FormattableString.Invariant(path));

    private static double ToDouble(Fixed8 value) => (double)value.ToDecimal();

    private static string Rounded(Fixed16 value) => Math.Round(value.ToDecimal(), 2).ToString("0.00", CultureInfo.InvariantCulture);

    private async Task<byte[]?> ConvertAsync(string svg, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var process = new Process
        {
            StartInfo = new(Program, ["--format", "png"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            _isMissing = true;
            logger.LogInformation("{Program} is not installed: charts are sent as text", Program);
            return null;
        }

        try
        {
            using var png = new MemoryStream();
            var read = process.StandardOutput.BaseStream.CopyToAsync(png, limit.Token);
            await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(svg), limit.Token);
            process.StandardInput.Close();
            await read;
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 && png.Length > 0 ? png.ToArray() : null;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(e, "{Program} has not drawn a chart", Program);
            return null;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
