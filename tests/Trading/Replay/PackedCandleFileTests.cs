using System.IO.Compression;
using System.Text;
using TradingBot.Exchange.Replay;
using static TradingBot.Tests.Trading.Replay.KnownFile;

namespace TradingBot.Tests.Trading.Replay;

/// <summary>Files in a gzip or zip file.</summary>
public sealed class PackedCandleFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
