using System.Globalization;
using System.Text;

namespace TradingBot.ClientApi.Charts;

/// <summary>
/// Draws into one SVG. On a page, which stretches it to whatever size there is, its horizontal unit is a tenth of a bucket and its vertical
/// axis runs from 0 (top) to <see cref="Height"/>; browsers let lines keep their width. Others do not: a picture is drawn in its own pixels.
/// </summary>
public sealed class SvgChart
{
    public const int Height = 100_000;
    public const int BucketWidth = 10;

    private readonly StringBuilder _body = new();
    private readonly double _bucket = BucketWidth;
    private readonly double _height = Height;
    private readonly int _buckets;
    private readonly int _digits;

    /// <param name="buckets">Number of buckets.</param>
    /// <param name="low">Lowest value shown.</param>
    /// <param name="high">Highest value shown.</param>
    /// <param name="pixels">The picture's size; left out on a page.</param>
    public SvgChart(int buckets, double low, double high, (int Width, int Height)? pixels = null)
    {
        _buckets = buckets;
        if (pixels is { } size)
            (_bucket, _height, _digits) = ((double)size.Width / buckets, size.Height, 2);
        var margin = high > low ? (high - low) * 0.03 : Math.Max(Math.Abs(high) * 0.01, 1e-8);
        (Low, High) = (low - margin, high + margin);
    }

    /// <summary>Value at the bottom.</summary>
    public double Low { get; }

    /// <summary>Value at the top.</summary>
    public double High { get; }

    public double Y(double value) => Math.Round((High - value) / (High - Low) * _height, _digits);

    public double X(double bucket) => Math.Round(bucket * _bucket, _digits);

    public void Path(string cssClass, StringBuilder d)
    {
        if (d.Length > 0)
            _body.Append(CultureInfo.InvariantCulture, $"<path class=\"{cssClass}\" d=\"{d}\"/>");
    }

    public void OpenGroup(string cssClass) => _body.Append(CultureInfo.InvariantCulture, $"<g class=\"{cssClass}\">");

    public void CloseGroup() => _body.Append("</g>");

    public void Candles(string cssClass, IEnumerable<Ohlc> candles)
    {
        var (upWicks, downWicks, upBodies, downBodies) = (new StringBuilder(), new StringBuilder(), new StringBuilder(), new StringBuilder());
        var bucket = 0;
        var width = X(0.8);
        foreach (var c in candles)
        {
            var up = c.Close >= c.Open;
            var (wicks, bodies) = up ? (upWicks, upBodies) : (downWicks, downBodies);
            wicks.Append(CultureInfo.InvariantCulture, $"M{X(bucket + 0.5)} {Y(c.High)}V{Y(c.Low)}");
            bodies.Append(CultureInfo.InvariantCulture, $"M{X(bucket + 0.1)} {Y(c.Open)}h{width}V{Y(c.Close)}h-{width}z");
            bucket++;
        }

        OpenGroup(cssClass);
        Path("wick up", upWicks);
        Path("wick down", downWicks);
        Path("body up", upBodies);
        Path("body down", downBodies);
        CloseGroup();
    }

    /// <summary>A line through the middles of the buckets; with an area down (or up) to a base value, if one is given.</summary>
    public void Line(string cssClass, IEnumerable<double> values, double? areaTo = null)
    {
        var line = new StringBuilder();
        var x = 0.5;
        foreach (var value in values)
        {
            line.Append(CultureInfo.InvariantCulture, $"{(line.Length == 0 ? 'M' : 'L')}{X(x)} {Y(value)}");
            x++;
        }

        if (areaTo is { } foot)
        {
            var area = new StringBuilder().Append(line);
            area.Append(CultureInfo.InvariantCulture, $"V{Y(foot)}H{X(0.5)}z");
            Path(cssClass + " area", area);
        }

        Path(cssClass + " line", line);
    }

    public void Level(string cssClass, double value, double fromBucket = 0) =>
        Path(cssClass, new StringBuilder().Append(CultureInfo.InvariantCulture, $"M{X(fromBucket)} {Y(value)}H{X(_buckets)}"));

    /// <summary>The drawing.</summary>
    /// <param name="id">Names it on its page.</param>
    /// <param name="label">Says what it shows.</param>
    /// <param name="place">Where it is in another drawing, as attributes; empty on a page.</param>
    public string ToSvg(string id, string label, string place = "") =>
        $"<svg id=\"{id}\" role=\"img\" aria-label=\"{label}\""
        + string.Create(CultureInfo.InvariantCulture, $" viewBox=\"0 0 {X(_buckets)} {_height}\" preserveAspectRatio=\"none\" {place} data-low=\"{Low:R}\" data-high=\"{High:R}\">{_body}</svg>");
}
