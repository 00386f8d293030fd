using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Extensions.Logging.Abstractions;
using TradingBot.ClientApi.Telegram.Commands;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Reporting;
using TradingBot.Trading;

namespace TradingBot.Tests.Telegram;

/// <summary>What there is to see on a chart, pixel by pixel: a drawing that says all and shows nothing is none.</summary>
public sealed class PictureTests
{
    private const long Minute = 60_000;
    private const int Width = 1_000;

    [Fact]
    public async Task Candles_averages_trades_stop_and_equity_can_be_seen()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/rsvg-convert"), "rsvg-convert is not installed here (Debian: apt-get install librsvg2-bin).");
        var pictures = new ChartPictures(NullLogger<ChartPictures>.Instance);
        // A fall that Heikin Ashi candles follow more slowly, and a rise.
        ChartCandle[] candles = [.. Enumerable.Range(0, 60).Select(static i => CandleOf(i, i < 30 ? 200 - i : 140 + i))];
        Trade[] trades = [new(10 * Minute, Price(190), Price(1), 20 * Minute, Price(180), ExitReason.Stop, default, default)];
        EquityPoint[] equity = [.. Enumerable.Range(0, 60).Select(static i => new EquityPoint(i * Minute, Fixed16.FromDecimal(i is > 20 and < 40 ? 1_000 : 990)))];

        FillRow bought = new("1.1", "1", "u", MarketSymbol.Parse("spot:BTCUSDT"), TradingMode.Paper, CandleInterval.OneMinute, OrderSide.Buy, Price(185), Price(1), default, "USDT", false, 50 * Minute, 0);
        var full = Pixels((await pictures.DrawAsync("all", [.. candles], trades, [], Price(175), [.. equity], CancellationToken.None))!);
        var open = Pixels((await pictures.DrawAsync("open", [.. candles], trades, [bought], default, [], CancellationToken.None))!);
        var bare = Pixels((await pictures.DrawAsync("none", [.. candles], [], [], default, [], CancellationToken.None))!);

        foreach (var (color, what) in new[] { (0x2a9d6f, "rising candles"), (0xd1495b, "falling candles") })
            full.Count(p => p == color).ShouldBeGreaterThan(500, what);
        full.Count(static p => p != 0xffffff && (p & 0xff) > 0xb0).ShouldBeGreaterThan(500, "Heikin Ashi candles, paler");
        foreach (var (color, what) in new[] { (0x0b6e4f, "the entry"), (0xa4133c, "the exit") })
        {
            // A dot of 12 pixels.
            full.Count(p => p == color).ShouldBeInRange(80, 130, what);
            bare.ShouldNotContain(color, what);
        }

        open.Count(static p => p == 0x0b6e4f).ShouldBeInRange(160, 260, "the entry of a position that is open");

        // The dashes go over the whole width, and the line of the equity through all its steps, two pixels high.
        (full.Count(static p => p == 0xd1495b) - bare.Count(static p => p == 0xd1495b)).ShouldBeGreaterThan(Width / 2, "the stop");
        full.Count(static p => p == 0x1d5fa8).ShouldBeGreaterThan(Width, "the equity");
    }

    private static ChartCandle CandleOf(int i, decimal close)
    {
        var open = i <= 30 ? close + 1 : close - 1;
        return new(
            new(i * Minute, Price(open), Price(Math.Max(open, close) + 0.5m), Price(Math.Min(open, close) - 0.5m), Price(close), 1),
            Fixed8.FromDecimal(close + 3), Fixed8.FromDecimal(close + 3.5m), Fixed8.FromDecimal(close + 1), Fixed8.FromDecimal(close + 2));
    }

    private static Fixed8 Price(decimal value) => Fixed8.FromDecimal(value);

    // 8 bits a channel, not interlaced: what the program writes. https://www.w3.org/TR/png/
    private static List<int> Pixels(byte[] png)
    {
        var (width, height, channels) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)), png[25] == 6 ? 4 : 3);
        using var packed = new MemoryStream();
        for (var at = 8; at < png.Length; at += BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)) + 12)
        {
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                packed.Write(png, at + 8, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)));
        }

        packed.Position = 0;
        using var rows = new ZLibStream(packed, CompressionMode.Decompress);
        var (above, row, filter) = (new byte[width * channels], new byte[width * channels], new byte[1]);
        var pixels = new List<int>(width * height);
        for (var y = 0; y < height; y++)
        {
            rows.ReadExactly(filter);
            rows.ReadExactly(row);
            for (var i = 0; i < row.Length; i++)
            {
                var (left, up, corner) = (i < channels ? 0 : row[i - channels], above[i], i < channels ? 0 : above[i - channels]);
                row[i] += (byte)(filter[0] switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 });
            }

            for (var x = 0; x < row.Length; x += channels)
                pixels.Add((row[x] << 16) | (row[x + 1] << 8) | row[x + 2]);
            (above, row) = (row, above);
        }

        return pixels;

        static int Paeth(int left, int up, int corner)
        {
            var (a, b, c) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
            return a <= b && a <= c ? left : b <= c ? up : corner;
        }
    }
}
