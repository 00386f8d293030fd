using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace TradingBot.ClientApi.Telemetry;

/// <summary>
/// Writes metrics in the exposition formats of Prometheus. Names follow OpenTelemetry's rules of conversion: dots become
/// underscores, the unit is appended, counters end in <c>_total</c>. Sources: Prometheus text format 0.0.4, OpenMetrics 1.0.
/// </summary>
/// <param name="openMetrics">OpenMetrics rather than the older text format.</param>
internal sealed class MetricsText(bool openMetrics)
{
    private readonly StringBuilder _text = new();

    /// <summary>The scraped name of an instrument.</summary>
    public static string NameOf(string name, string unit, bool isCounter)
    {
        var text = new StringBuilder(name.Length + 16);
        foreach (var c in name)
            text.Append(char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_');
        var suffix = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            "1" => "_ratio",
            _ => "",
        };
        if (suffix.Length > 0 && !name.EndsWith(suffix, StringComparison.Ordinal))
            text.Append(suffix);
        return isCounter ? text.Append("_total").ToString() : text.ToString();
    }

    public void Add(Metric metric)
    {
        var isCounter = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        var isHistogram = metric.MetricType is MetricType.Histogram or MetricType.ExponentialHistogram;
        var name = NameOf(metric.Name, metric.Unit, isCounter);
        var family = openMetrics && isCounter ? name[..^"_total".Length] : name;
        if (metric.Description.Length > 0)
            _text.Append("# HELP ").Append(family).Append(' ').Append(metric.Description.ReplaceLineEndings(" ")).Append('\n');
        _text.Append("# TYPE ").Append(family).Append(isCounter ? " counter\n" : isHistogram ? " histogram\n" : " gauge\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (isHistogram)
                AddHistogram(name, point);
            else
                AddSample(name, point, null, ValueOf(metric.MetricType, point));
        }
    }

    public string End()
    {
        if (openMetrics)
            _text.Append("# EOF\n");
        return _text.ToString();
    }

    private static double ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private void AddHistogram(string name, in MetricPoint point)
    {
        var sum = 0L;
        var below = double.NegativeInfinity;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            sum += bucket.BucketCount;
            AddSample(name + "_bucket", point, bucket.ExplicitBound, sum, below);
            below = bucket.ExplicitBound;
        }

        AddSample(name + "_sum", point, null, point.GetHistogramSum());
        AddSample(name + "_count", point, null, point.GetHistogramCount());
    }

    private void AddSample(string name, in MetricPoint point, double? bound, double value, double below = 0)
    {
        _text.Append(name);
        var separator = '{';
        foreach (var tag in point.Tags)
        {
            AddLabel(separator, NameOf(tag.Key, "", false), Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "");
            separator = ',';
        }

        if (bound is { } le)
        {
            AddLabel(separator, "le", double.IsPositiveInfinity(le) ? "+Inf" : Number(le));
            separator = ',';
        }

        if (separator == ',')
            _text.Append('}');
        _text.Append(' ').Append(Number(value));
        if (openMetrics && bound is { } upTo)
            AddExemplar(point, below, upTo);
        _text.Append('\n');
    }

    private void AddLabel(char separator, string name, string value) => _text.Append(separator).Append(name).Append("=\"")
        .Append(value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))
        .Append('"');

    private void AddExemplar(in MetricPoint point, double above, double upTo)
    {
        if (!point.TryGetExemplars(out var exemplars))
            return;
        foreach (ref readonly var exemplar in exemplars)
        {
            var value = exemplar.DoubleValue;
            if (exemplar.TraceId == default || value <= above || value > upTo)
                continue;
            _text.Append(" # {trace_id=\"").Append(exemplar.TraceId.ToHexString()).Append("\",span_id=\"").Append(exemplar.SpanId.ToHexString())
                .Append("\"} ").Append(Number(value)).Append(' ')
                .Append((exemplar.Timestamp.ToUnixTimeMilliseconds() / 1000m).ToString(CultureInfo.InvariantCulture));
            return;
        }
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
