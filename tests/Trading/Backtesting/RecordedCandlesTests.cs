using TradingBot.Exchange.Replay;
using TradingBot.Tests.Trading.Reference;

namespace TradingBot.Tests.Trading.Backtesting;

/// <summary>Over real candles the backtest equals the reference, trade for trade and to the last digit.</summary>
public sealed class RecordedCandlesTests(ITestOutputHelper output)
{
    private static readonly ReferenceSettings BtcSpot = new() { Tick = 0.01m, Step = 0.00001m, MinQuantity = 0.00001m, MinNotional = 5m };
    private static readonly ReferenceSettings EthSpot = new() { Tick = 0.01m, Step = 0.0001m, MinQuantity = 0.0001m, MinNotional = 5m };
    private static readonly ReferenceSettings BtcUsdm = new() { Usdm = true, Tick = 0.1m, Step = 0.001m, MinQuantity = 0.001m, MinNotional = 100m };
    private static readonly ReferenceSettings LtcUsdm = new() { Usdm = true, Tick = 0.01m, Step = 0.001m, MinQuantity = 0.001m, MinNotional = 20m };

    private static readonly (string File, ReferenceSettings Filters)[] Files =
    [
        ("BTCUSDT-spot-1m-2024-12.csv", BtcSpot),
        ("BTCUSDT-spot-1h-2017-2022.csv", BtcSpot),
        ("ETHUSDT-spot-4h-2017-2022.csv", EthSpot),
        ("BTCUSDT-usdm-30m-2024-2026.csv", BtcUsdm),
        ("BTCUSDT-binanceus-1m-2023-03.csv", BtcSpot),
        ("LTCUSDT-usdm-1m-2026-02-12col.csv.gz", LtcUsdm),
    ];

    public static TheoryData<string> FileNames => [.. Files.Select(f => f.File)];

    [Fact]
    public void An_excerpt_of_real_candles_gives_the_reference_trades()
    {
        var candles = CandleFile.ReadAll(Path.Combine(AppContext.BaseDirectory, "Data", "BTCUSDT-spot-1h-excerpt.csv")).Candles;
        foreach (var settings in Variations(BtcSpot, candles[0].Close.ToDecimal()))
            BacktestCase.Difference(candles, settings, out _).ShouldBeNull(settings.ToString());
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public void A_recording_gives_the_reference_trades(string name)
    {
        var path = SharedData.PathOf($"klines/{name}");
        Assert.SkipWhen(path is null, SharedData.Absent);
        var candles = CandleFile.ReadAll(path!).Candles;
        var trades = 0;
        var escalations = 0;
        foreach (var settings in Variations(Files.Single(f => f.File == name).Filters, candles[0].Close.ToDecimal()))
        {
            BacktestCase.Difference(candles, settings, out var expected).ShouldBeNull(settings.ToString());
            trades += expected.Trades.Count;
            escalations += expected.Trades.Count(t => t.ExitReason == "escalation");
        }

        trades.ShouldBeGreaterThan(0);
        output.WriteLine($"{name}: {candles.Length} candles, {trades} trades equal, {escalations} of them escalations");
    }

    // Sizes, offsets and fees in the combinations that reach each rule: tight stops, wide stops, entries that gaps jump over,
    // dust, sizes that the filters or the balance refuse.
    private static IEnumerable<ReferenceSettings> Variations(ReferenceSettings filters, decimal price)
    {
        var unit = Math.Max(filters.MinQuantity, decimal.Floor(1000m / price / filters.Step) * filters.Step);
        var small = filters.Tick * 3;
        var large = decimal.Floor(price * 0.01m / filters.Tick) * filters.Tick;
        foreach (var sized in new[]
                 {
                     filters with { Quantity = unit },
                     filters with { Quote = 777.77m },
                     filters with { Percent = 33.5m },
                     filters with { Percent = 100m },
                 })
        {
            foreach (var (buy, sell) in new[] { (0m, 0m), (small, small), (10m, 10m), (large, large), (0.005m, 0.123456m) })
            {
                foreach (var fee in new[] { 0m, 0.001m })
                    yield return sized with { BuyOffset = buy, SellOffset = sell, Fee = fee };
            }
        }

        yield return filters with { Percent = 50m, Fee = 0.00075m, BuyOffset = small, SellOffset = large, Usdm = !filters.Usdm, Leverage = filters.Usdm ? 1 : 5 };
        yield return filters with { Percent = 90m, Fee = 0.0004m, SellOffset = small, Usdm = true, Leverage = 20 };
        yield return filters with { Quantity = unit, Cash = 1_100m, Fee = 0.001m };
        yield return filters with { Quantity = filters.Step, MinNotional = 0m, Fee = 0.001m };
        yield return filters with { Quantity = filters.Step * 3, MinNotional = 0m, Fee = 0.3m };
        yield return filters with { Quote = 500m, MaxQuantity = unit / 2 };
        yield return filters with { Quantity = unit + filters.Step / 2 };
        yield return filters with { Percent = 10m, Tick = filters.Tick * 7, Step = filters.Step * 3, MinQuantity = filters.Step * 5, SellOffset = large };
        yield return filters with { Percent = 10m, SellOffset = price * 2 };
    }
}
