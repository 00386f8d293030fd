using TradingBot.Exchange.Replay;
using TradingBot.MarketData;

namespace TradingBot.Tests.Trading.Replay;

public sealed class CandleFileNameTests
{
    [Theory]
    [InlineData("BTCUSDT-spot-1m-2024-12.csv", "BTCUSDT", MarketType.Spot, "1m")]
    [InlineData("/data/BTCUSDT-spot-1h-2017-2022.csv", "BTCUSDT", MarketType.Spot, "1h")]
    [InlineData("LTCUSDT-usdm-1m-2026-02-12col.csv.gz", "LTCUSDT", MarketType.Usdm, "1m")]
    [InlineData("1000PEPEUSDT-usdm-4h.zip", "1000PEPEUSDT", MarketType.Usdm, "4h")]
    [InlineData("BTCUSDT-1m-2024-12.csv", "BTCUSDT", null, "1m")]
    [InlineData("BTCUSDT-1d-2024-12-31.zip", "BTCUSDT", null, "1d")]
    [InlineData("BTCUSDT-1mo-2024-12.zip", "BTCUSDT", null, "1M")]
    public void A_name_tells_symbol_market_and_interval(string name, string symbol, MarketType? market, string interval) =>
        CandleFileName.TryParse(name).ShouldBe(new(symbol, market, CandleInterval.Parse(interval)));

    [Theory]
    [InlineData("BTCUSDT-binanceus-1m-2023-03.csv")]
    [InlineData("BTCUSDT-spot-7m-2024-12.csv")]
    [InlineData("BTCUSDT-1m.txt")]
    [InlineData("BTCUSDT-1m-december.csv")]
    [InlineData("btcusdt-spot-1m.csv")]
    [InlineData("candles.csv")]
    [InlineData("-spot-1m.csv")]
    [InlineData("")]
    public void Any_other_name_tells_nothing(string name) => CandleFileName.TryParse(name).ShouldBeNull();
}
