namespace TradingBot.Bench;

/// <summary>Quantiles of measurements.</summary>
internal static class Quantile
{
    public static double Of(List<double> values, double quantile)
    {
        if (values.Count == 0)
            return double.NaN;
        values.Sort();
        return values[(int)Math.Min(values.Count - 1, quantile * values.Count)];
    }
}
