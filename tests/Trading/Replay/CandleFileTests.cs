using System.IO.Compression;
using System.Text;
using TradingBot.Exchange.Replay;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Tests.Trading.Replay;

public sealed class CandleFileTests : IDisposable
{
    private const string Header = "open_time,open,high,low,close,volume\n";
    private const string First = "1733007600000,96466.11,96495.52,96440.0,96440.0,6.6158";
    private const string Second = "1733007660000,96440.01,96454.62,96422.0,96454.62,7.0222";
    private const string Third = "1733007720000,96454.62,96466.11,96440,96463.25,6.3";
    private readonly TempFolder _folder = new();

    private static readonly Candle[] Expected =
    [
        new(1733007600000, Fixed8.Parse("96466.11"), Fixed8.Parse("96495.52"), Fixed8.Parse("96440"), Fixed8.Parse("96440"), 6.6158m),
        new(1733007660000, Fixed8.Parse("96440.01"), Fixed8.Parse("96454.62"), Fixed8.Parse("96422"), Fixed8.Parse("96454.62"), 7.0222m),
        new(1733007720000, Fixed8.Parse("96454.62"), Fixed8.Parse("96466.11"), Fixed8.Parse("96440"), Fixed8.Parse("96463.25"), 6.3m),
    ];

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
    public void A_gzip_file_is_read_whatever_its_name()
    {
        var packed = Gzip(Header + First + "\n" + Second + "\n" + Third + "\n");

        CandleFile.ReadAll(_folder.Write("candles.csv.gz", packed)).Candles.ShouldBe(Expected);
        CandleFile.ReadAll(_folder.Write("candles", packed)).Candles.ShouldBe(Expected);
    }

    [Fact]
    public void A_zip_file_with_one_CSV_is_read()
    {
        var path = _folder.Write("candles.zip", Zip(("BTCUSDT-1m-2024-12.csv", $"{First}\n{Second}\n{Third}\n"), ("BTCUSDT-1m-2024-12.CHECKSUM", "x")));

        CandleFile.ReadAll(path).Candles.ShouldBe(Expected);
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

    [Fact]
    public void A_gzip_file_that_was_cut_off_is_an_error_even_where_a_line_ends()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 5000; i++)
            text.Append($"{1_700_000_000_000 + i * 60_000L},1.{i % 97},3,0.5,1.{i % 89},{i}\n");
        var packed = Gzip(text.ToString());

        // Flushed after each line, the packed data can be cut where the unpacked text looks whole.
        using var flushed = new MemoryStream();
        using (var gzip = new GZipStream(flushed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.ASCII.GetBytes(First + "\n"));
            gzip.Flush();
            var whole = flushed.ToArray();
            Error(_folder.Write("flushed.csv.gz", whole)).ShouldContain("the gzip data are cut off");
        }

        foreach (var length in new[] { 5, 11, packed.Length / 3, packed.Length / 2, packed.Length - 9, packed.Length - 4, packed.Length - 1 })
            Should.Throw<CandleFileException>(() => CandleFile.ReadAll(_folder.Write("cut.csv.gz", packed[..length])), $"cut at {length} of {packed.Length}");
    }

    [Fact]
    public void Damaged_packed_data_are_an_error()
    {
        var text = Header + string.Concat(Enumerable.Range(0, 500).Select(i => $"{1_700_000_000_000 + i * 60_000L},1.5,3,0.5,1.{i},{i}\n"));
        var random = new Random(3);
        foreach (var (name, packed) in new[] { ("damaged.csv.gz", Gzip(text)), ("damaged.zip", Zip(("a.csv", text))) })
        {
            for (var i = 0; i < 200; i++)
            {
                var damaged = packed.ToArray();
                // The data proper, not the headers, whose time stamps and names do not matter.
                damaged[random.Next(60, packed.Length - 120)] ^= (byte)(1 << random.Next(8));
                Should.Throw<CandleFileException>(() => CandleFile.ReadAll(_folder.Write(name, damaged)), $"{name}, change {i}");
            }
        }
    }

    [Fact]
    public void Archives_of_another_kind_are_an_error()
    {
        Error(_folder.Write("two.zip", Zip(("a.csv", First), ("b.csv", First)))).ShouldEndWith("the zip file holds 2 CSV files, exactly one expected");
        Error(_folder.Write("none.zip", Zip(("readme.txt", "x")))).ShouldEndWith("the zip file holds 0 CSV files, exactly one expected");
        Error(_folder.Write("cut.zip", Zip(("a.csv", First))[..40])).ShouldContain("damaged zip file");
        Error(_folder.Write("text.zip", First)).ShouldEndWith("not a zip file, in spite of its name");
        Error(_folder.Write("text.csv.gz", First)).ShouldEndWith("not a gzip file, in spite of its name");
        Error(_folder.Write("empty.csv.gz", "")).ShouldEndWith("no candles in the file");
    }

    [Fact]
    public void A_file_that_unpacks_beyond_the_limits_is_an_error()
    {
        Error(_folder.Write("zeros.csv.gz", Gzip(new string('\0', 50_000_000)))).ShouldContain("line 1: longer than 4096 bytes");
        var rows = _folder.Write("rows.csv.gz", Gzip($"{First}\n{Second}\n{Third}\n"));
        Should.Throw<CandleFileException>(() => CandleFile.ReadAll(rows, limits: new(MaxRows: 2))).Message.ShouldEndWith("line 3: more than 2 rows");
        CandleFile.ReadAll(rows, limits: new(MaxRows: 3)).Candles.Length.ShouldBe(3);
        Should.Throw<CandleFileException>(() => CandleFile.ReadAll(rows, limits: new(MaxBytes: 100))).Message.ShouldEndWith("more than 100 bytes after unpacking");
    }

    [Fact]
    public void Holes_are_counted_and_not_filled()
    {
        var path = _folder.Write("candles.csv", Rows(0, 60_000, 120_000, 300_000, 360_000, 480_000));

        var (candles, summary) = CandleFile.ReadAll(path);

        candles.Select(c => c.OpenTime).ShouldBe([0, 60_000, 120_000, 300_000, 360_000, 480_000]);
        summary.ShouldBe(new(6, 0, 480_000, CandleInterval.OneMinute, 2, 3, new(120_000, 2), 60_000, 3));
    }

    [Fact]
    public void The_interval_that_is_asked_for_decides_what_a_hole_is()
    {
        var path = _folder.Write("candles.csv", Rows(0, 180_000, 360_000));

        CandleFile.ReadAll(path).Summary.ShouldBe(new(3, 0, 360_000, CandleInterval.Parse("3m"), 0, 0, null, 180_000, 2));
        CandleFile.ReadAll(path, CandleInterval.OneMinute).Summary.ShouldBe(new(3, 0, 360_000, CandleInterval.OneMinute, 2, 4, new(0, 2), 180_000, 0));
        Should.Throw<CandleFileException>(() => CandleFile.ReadAll(path, CandleInterval.Parse("5m"))).Message
            .ShouldEndWith("line 2: open time 180000 is 180000 ms after the line before it, in the same 5m candle");
    }

    [Fact]
    public void Months_are_of_different_lengths_and_yet_no_holes()
    {
        static long Month(int year, int month) => new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var path = _folder.Write("candles.csv", Rows([.. Enumerable.Range(1, 12).Where(m => m is not 7 and not 8).Select(m => Month(2023, m))]));

        foreach (var interval in new CandleInterval?[] { null, CandleInterval.Parse("1M") })
        {
            var summary = CandleFile.ReadAll(path, interval).Summary;
            (summary.Interval, summary.Holes, summary.MissingCandles, summary.LongestHole).ShouldBe(
                (CandleInterval.Parse("1M"), 1, 2, new CandleFileHole(Month(2023, 6), 2)));
        }
    }

    [Fact]
    public void A_single_row_has_no_interval() =>
        CandleFile.ReadAll(_folder.Write("candles.csv", First)).Summary.ShouldBe(new(1, 1733007600000, 1733007600000, null, 0, 0, null, 0, 0));

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

    private static string Rows(params long[] openTimes) => string.Concat(openTimes.Select(t => $"{t},1,2,1,1,1\n"));

    private static string Error(string path) => Should.Throw<CandleFileException>(() => CandleFile.ReadAll(path)).Message;

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return packed.ToArray();
    }
}
