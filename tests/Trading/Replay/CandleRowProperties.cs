using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TradingBot.Exchange.Replay;

namespace TradingBot.Tests.Trading.Replay;

/// <summary>The fast way through a row never disagrees with the careful one.</summary>
public sealed class CandleRowProperties
{
    private static readonly string[] Odd =
    [
        "", "0", "1", "-1", "+1", ".5", "5.", ".", "1.5", "0.00000001", "0.000000001", "1.000000000", "10000000000", "10000000000.00000001",
        "99999999999", "92233720368.54775807", "92233720369", "18446744073709551616", "1e3", "NaN", " 1", "1 ", "\"1\"", "1733007600000",
        "1733007600000000", "1733007600000001", "253402300800000", "00000000000000000001", "1\0", "é",
    ];

    [Fact]
    public void A_row_that_is_read_fast_is_the_row_that_is_read_carefully()
    {
        var number = Gen.Choose(1, 999).Select(static n => $"{n}.{n % 10}");
        var field = Gen.Frequency((4, number), (2, Gen.Elements(Odd)));
        var row = from time in Gen.Frequency((3, Gen.Constant("1733007600000")), (1, Gen.Elements(Odd)))
            from count in Gen.Frequency((8, Gen.Constant(5)), (1, Gen.Choose(0, 4)), (3, Gen.Constant(11)))
            from fields in Gen.Frequency((1, Gen.Constant("5")), (2, field)).ArrayOf(count)
            select string.Join(',', fields.Prepend(time));
        var read = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(50_000), Prop.ForAll(Arb.From(row), text =>
        {
            var line = Encoding.UTF8.GetBytes(text);
            var fast = CandleRow.TryParse(line, out var candle);
            var problem = CandleRow.Explain(line, out var careful);
            read += fast ? 1 : 0;
            // The columns behind the volume are nobody's business, so the fast way does not look at what is in them.
            return !fast || (problem is null && candle == careful) || (problem?.StartsWith("not a row", StringComparison.Ordinal) ?? false)
                || (problem?.StartsWith("quoted", StringComparison.Ordinal) ?? false);
        }));
        read.ShouldBeGreaterThan(500);
    }
}
