namespace TradingBot.MarketData;

/// <summary>An interval that the configured market-data source does not have for the symbol.</summary>
[GenerateSerializer, Alias("unavailable-interval")]
public sealed class UnavailableIntervalException : Exception
{
    /// <summary>Names the series and the intervals that there are.</summary>
    /// <param name="series">The series asked for.</param>
    /// <param name="available">The intervals of the symbol that the source has.</param>
    public UnavailableIntervalException(CandleSeries series, IEnumerable<CandleInterval> available)
        : base($"There are no {series.Interval} candles of {series.Symbol} here; use {string.Join(" or ", available)}.") =>
        Series = series;

    /// <summary>The series asked for.</summary>
    [Id(0)]
    public CandleSeries Series { get; }
}
