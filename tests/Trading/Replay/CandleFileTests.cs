using System.Text;
using TradingBot.Exchange.Replay;
using TradingBot.MarketData;
using TradingBot.Numbers;
using static TradingBot.Tests.Trading.Replay.KnownFile;

namespace TradingBot.Tests.Trading.Replay;

public sealed class CandleFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("with a header", Header + First + "\n" + Second + "\n" + Third + "\n")]
    [InlineData("without a header", First + "\n" + Second + "\n" + Third + "\n")]
    [InlineData("without a newline at the end", Header + First + "\n" + Second + "\n" + Third)]
    [InlineData("with Windows newlines", "open_time_ms,Open,High,Low,Close,Volume\r\n" + First + "\r\n" + Second + "\r\n" + Third + "\r\n")]
    [InlineData("with a byte order mark", "\uFEFF" + Header + First + "\n" + Second + "\n" + Third + "\n")]
    [InlineData("with a byte order mark and no header", "\uFEFF" + First + "\n" + Second + "\n" + Third + "\n")]
    [InlineData("with blank lines at the end", Header + First + "\n" + Second + "\n" + Third + "\n\n\r\n\n")]
    [InlineData("with zeros after the eighth decimal", "1733007600000,96466.1100000000,96495.520000000000,96440.0,96440.0,6.6158\n" + Second + "\n" + Third)]
    [InlineData("with the twelve columns of the archives", First + ",1733007659999,1,2,3,4,0\n" + Second + ",1733007719999,1,2,3,4,0\n" + Third + ",1,1,2,3,4,0")]
    [InlineData("with microseconds", "1733007600000000,96466.11,96495.52,96440.0,96440.0,6.6158\n1733007660000000,96440.01,96454.62,96422.0,96454.62,7.0222\n" + Third)]
    public void A_file_is_read(string form, string text)
    {
        var path = _folder.Write("candles.csv", text);

        CandleFile.ReadAll(path).Candles.ShouldBe(Expected, form);
        CandleFile.Read(path).ShouldBe(Expected, form);
    }

    [Fact]
    public void A_volume_may_be_written_as_a_float()
    {
        var path = _folder.Write("candles.csv", "1733007600000,96466.11,96495.52,96440.0,96440.0,9e-05");

        CandleFile.ReadAll(path).Candles[0].Volume.ShouldBe(0.00009m);
    }

    [Fact]
    public void A_large_file_is_the_same_read_at_once_and_in_batches()
    {
        var text = new StringBuilder(Header);
        var rows = 50_000;
        for (var i = 0; i < rows; i++)
            text.Append($"{1_700_000_000_000 + i * 60_000L},{100 + i % 7}.5,{110 + i % 7},{90 - i % 3}.12345678,{100 + i % 5},{i}.001\n");
        var path = _folder.Write("candles.csv", text.ToString());

        var all = CandleFile.ReadAll(path);
        all.Candles.Length.ShouldBe(rows);
        all.Candles.ShouldBe(CandleFile.Read(path));
        all.Candles[49_999].ShouldBe(new(
            1_702_999_940_000, Fixed8.Parse("105.5"), Fixed8.Parse("115"), Fixed8.Parse("89.12345678"), Fixed8.Parse("104"), 49_999.001m));

        using var reader = new CandleFileReader(path);
        var few = new Candle[777];
        var read = new List<Candle>();
        while (reader.Read(few) is var count and > 0)
            read.AddRange(few[..count]);
        read.ShouldBe(all.Candles);
        reader.Summary().ShouldBe(all.Summary);
    }

    [Theory]
    // Rows that are not rows.
    [InlineData("1733007720000,1,2", "line 4: 3 column(s), at least 6 expected")]
    [InlineData("\"1733007720000\",\"1\",\"2\",\"1\",\"1\",\"1\"", "line 4: quoted fields are not supported")]
    [InlineData("1733007720000;1;2;1;1;1", "line 4: 1 column(s)")]
    [InlineData("open_time,open,high,low,close,volume", "line 4: open_time 'open_time' is not a time")]
    [InlineData("\u0001\u0002,\u0003", "line 4: not a row of numbers: ??,?")]
    [InlineData("1733007720000,1,2,1,1,1\u00e9", "line 4: not a row of numbers")]
    [InlineData(" 1733007720000,1,2,1,1,1", "line 4: open_time ' 1733007720000' is not a time")]
    // Times.
    [InlineData("2024-12-01,1,2,1,1,1", "line 4: open_time '2024-12-01' is not a time: milliseconds since 1970")]
    [InlineData("-1733007720000,1,2,1,1,1", "line 4: open_time '-1733007720000' is not a time")]
    [InlineData("1733007720000.5,1,2,1,1,1", "line 4: open_time '1733007720000.5' is not a time")]
    [InlineData(",1,2,1,1,1", "line 4: open_time '' is not a time")]
    [InlineData("1733007720000500,1,2,1,1,1", "is not a whole millisecond")]
    [InlineData("1733007720000000000,1,2,1,1,1", "line 4: open_time 1733007720000000000 is after the year 9999")]
    [InlineData("99999999999999999999999999999,1,2,1,1,1", "line 4: open_time '99999999999999999999999999999' is not a time")]
    [InlineData("1733007660000,1,2,1,1,1", "line 4: open time 1733007660000 a second time")]
    [InlineData("1733007600000,1,2,1,1,1", "line 4: open time 1733007600000 is before 1733007660000")]
    [InlineData("1733007660000000,1,2,1,1,1", "line 4: open time 1733007660000 a second time")]
    // Prices.
    [InlineData("1733007720000,NaN,2,1,1,1", "line 4: open 'NaN' is not a price")]
    [InlineData("1733007720000,1,Infinity,1,1,1", "line 4: high 'Infinity' is not a price")]
    [InlineData("1733007720000,1,2,1e0,1,1", "line 4: low '1e0' is not a price: plain decimals")]
    [InlineData("1733007720000,1,2,1,,1", "line 4: close '' is not a price")]
    [InlineData("1733007720000,1,2,1,0x1,1", "line 4: close '0x1' is not a price")]
    [InlineData("1733007720000,1,2.123456789,1,1,1", "at most 8 decimals")]
    [InlineData("1733007720000,1,1000000000000000000000000000000,1,1,1", "line 4: high '1000000000000000000000000000000' is not a price")]
    [InlineData("1733007720000,1,10000000000.00000001,1,1,1", "line 4: high 10000000000.00000001 is above the largest supported price 10000000000")]
    [InlineData("1733007720000,-1,2,-1,1,1", "line 4: a price is not above zero")]
    [InlineData("1733007720000,0,2,0,1,1", "line 4: a price is not above zero")]
    [InlineData("1733007720000,3,2,1,1,1", "line 4: open 3 is outside low 1 to high 2")]
    [InlineData("1733007720000,2,2,1,0.5,1", "line 4: close 0.5 is outside low 1 to high 2")]
    [InlineData("1733007720000,1,1,2,1,1", "line 4: open 1 is outside low 2 to high 1")]
    // Volumes.
    [InlineData("1733007720000,1,2,1,1,-5", "line 4: volume -5 is negative")]
    [InlineData("1733007720000,1,2,1,1,NaN", "line 4: volume 'NaN' is not a quantity")]
    [InlineData("1733007720000,1,2,1,1,1e30", "line 4: volume '1e30' is not a quantity: a number from 0 to 10^18")]
    [InlineData("1733007720000,1,2,1,1,", "line 4: volume '' is not a quantity")]
    // Blank lines within.
    [InlineData("\n1733007720000,1,2,1,1,1", "line 5: a blank line before this one")]
    public void A_wrong_row_is_an_error_that_names_the_line(string row, string problem)
    {
        var path = _folder.Write("candles.csv", Header + First + "\n" + Second + "\n" + row + "\n");

        var error = Should.Throw<CandleFileException>(() => CandleFile.ReadAll(path));

        error.Message.ShouldStartWith(path + ", line ");
        error.Message.ShouldContain(problem);
        error.Message.ShouldNotContain("\n");
        error.Line.ShouldNotBeNull();
        Should.Throw<CandleFileException>(() => CandleFile.Read(path).Count()).Message.ShouldBe(error.Message);
    }

    [Theory]
    [InlineData("", "no candles in the file")]
    [InlineData("\n\n", "no candles in the file")]
    [InlineData(Header, "no candles in the file")]
    [InlineData("time,low,high,open,close,volume\n" + First, "line 1: the header is 'time,low,high,open,close,volume', expected open_time,open,high,low,close,volume")]
    [InlineData("<!doctype html><title>404</title>", "line 1: the header is '<!doctype", false)]
    [InlineData("not candles at all", "line 1: the header is 'not candles at all'")]
    [InlineData(Header + Header + First, "line 2: open_time 'open_time' is not a time")]
    public void A_file_without_candles_is_an_error(string text, string problem, bool isHeader = true)
    {
        var path = _folder.Write("candles.csv", text);

        var message = Should.Throw<CandleFileException>(() => CandleFile.ReadAll(path)).Message;

        message.ShouldContain(isHeader ? problem : "line 1: 1 column(s)");
    }

    [Fact]
    public void Binary_garbage_is_an_error()
    {
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);

        Error(_folder.Write("candles.csv", bytes)).ShouldContain("line 1: ");
    }

    [Fact]
    public void An_endless_line_is_an_error_and_is_not_kept_in_memory() =>
        Error(_folder.Write("candles.csv", new string('1', 3_000_000))).ShouldContain("line 1: longer than 4096 bytes");

    [Fact]
    public void UTF_16_is_an_error() =>
        Error(_folder.Write("candles.csv", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Header + First)).ToArray()))
            .ShouldContain("line 1: not a row of numbers");

    [Fact]
    public void Many_blank_lines_are_an_error() =>
        Error(_folder.Write("candles.csv", First + new string('\n', 1000))).ShouldContain("more than 100 blank lines");

    [Fact]
    public void What_is_not_a_readable_file_is_an_error()
    {
        Error(_folder.PathOf("missing.csv")).ShouldBe($"{_folder.PathOf("missing.csv")}: no such file");
        Error(_folder.PathOf("no/such/folder.csv")).ShouldEndWith(": no such file");
        Error(_folder.Root).ShouldBe($"{_folder.Root}: is a directory, not a file");
        Error("").ShouldContain("not a file name");
        Error("a\0b").ShouldContain("not a file name");
    }

    [Fact]
    public void A_file_without_permission_is_an_error()
    {
        var path = _folder.Write("candles.csv", First);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        Assert.SkipWhen(Environment.UserName == "root", "Root may read everything.");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.None);

        Error(path).ShouldEndWith("may not be read: permission denied");
    }

    [Fact]
    public void A_file_that_fails_while_it_is_read_is_an_error()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is Linux's.");

        Error("/proc/self/mem").ShouldContain("cannot be read: ");
    }

    [Theory]
    [InlineData("BTCUSDT-spot-1m-2024-12.csv", 41_761, "1m", 0)]
    [InlineData("BTCUSDT-spot-1h-2017-2022.csv", 45_024, "1h", 27)]
    [InlineData("ETHUSDT-spot-4h-2017-2022.csv", 11_271, "4h", 8)]
    [InlineData("BTCUSDT-usdm-30m-2024-2026.csv", 40_848, "30m", 0)]
    [InlineData("BTCUSDT-binanceus-1m-2023-03.csv", 30_240, "1m", 0)]
    [InlineData("LTCUSDT-usdm-1m-2026-02-12col.csv.gz", 40_320, "1m", 0)]
    public void The_recordings_are_read(string name, int rows, string interval, int holes)
    {
        var path = SharedData.PathOf($"klines/{name}");
        Assert.SkipWhen(path is null, SharedData.Absent);

        var summary = CandleFile.ReadAll(path!).Summary;

        (summary.Rows, summary.Interval?.Name, summary.Holes).ShouldBe((rows, interval, holes));
    }
}
