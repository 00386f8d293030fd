using System.Text;
using TradingBot.Exchange.Binance.Streams;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Tests.Exchange.Binance.Streams;

public sealed class KlineFrameTests
{
    private static readonly byte[] Forming = Encoding.UTF8.GetBytes(
        """{"stream":"btcusdt@kline_1m","data":{"e":"kline","E":1,"s":"BTCUSDT","k":{"t":60000,"T":119999,"s":"BTCUSDT","i":"1m","f":1,"L":2,"o":"10.5","c":"11","h":"12","l":"9","v":"1000.5","n":3,"x":false,"q":"1","V":"5","Q":"0.5","B":"1","new":[{}]}}}""");

    [Fact]
    public void A_recorded_frame_is_read()
    {
        var frame = KlineFrame.Parse(Forming);
        frame.Kind.ShouldBe(StreamFrameKind.Kline);
        Encoding.UTF8.GetString(frame.Stream).ShouldBe("btcusdt@kline_1m");
        frame.IsClosed.ShouldBeFalse();
        frame.TryGetCandle(out var candle).ShouldBeTrue();
        candle.ShouldBe(new Candle(60_000, Fixed8.Parse("10.5"), Fixed8.Parse("12"), Fixed8.Parse("9"), Fixed8.Parse("11"), 1000.5m));
    }

    [Theory]
    [InlineData("""{"result":null,"id":1}""", "Result")]
    [InlineData("""{"error":{"code":2,"msg":"x"},"id":1}""", "Error")]
    [InlineData("""{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}""", "ServerShutdown")]
    [InlineData("""{"e":"serverShutdown","E":1}""", "ServerShutdown")]
    [InlineData("""[1]""", "Other")]
    public void Other_frames_are_told_apart(string json, string kind) =>
        KlineFrame.Parse(Encoding.UTF8.GetBytes(json)).Kind.ToString().ShouldBe(kind);

    [Fact]
    public void A_frame_of_a_forming_candle_allocates_nothing()
    {
        for (var i = 0; i < 100; i++)
            KlineFrame.Parse(Forming);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            KlineFrame.Parse(Forming);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void The_documented_frames_of_both_markets_are_read()
    {
        foreach (var file in new[] { "Spot/ExchangeData/Klines.txt", "UsdFutures/Klines.txt" })
        {
            var path = SharedData.PathOf($"binance/examples/client-fixtures/Subscriptions/{file}");
            Assert.SkipWhen(path is null, SharedData.Absent);
            var text = File.ReadAllText(path);
            var frame = KlineFrame.Parse(Encoding.UTF8.GetBytes(text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim()));
            frame.Kind.ShouldBe(StreamFrameKind.Kline);
            frame.TryGetCandle(out var candle).ShouldBeTrue();
            candle.Open.ShouldBe(Fixed8.Parse("0.001"));
        }
    }
}
