using System.Text.Json;
using FsCheck.Fluent;
using TradingBot.Numbers;

namespace TradingBot.Tests.Trading.Numbers;

public sealed class JsonNumbersTests
{
    [Fact]
    public void A_price_is_written_as_a_string_and_reads_back() => Properties.Hold(Properties.Longs, 2_000, units =>
    {
        var value = new Fixed8(units == long.MinValue ? 0 : units);
        var json = JsonSerializer.Serialize(value);
        json.ShouldBe($"\"{value}\"");
        JsonSerializer.Deserialize<Fixed8>(json).ShouldBe(value);
    });

    // What is stored must be readable again, whatever the account has come to.
    [Fact]
    public void An_amount_of_any_size_reads_back() => Properties.Hold(
        from high in Properties.Longs from low in Properties.Longs select ((Int128)high << 62) + low,
        2_000,
        units =>
        {
            var value = new Fixed16(units);
            JsonSerializer.Deserialize<Fixed16>(JsonSerializer.Serialize(value)).ShouldBe(value);
        });

    [Theory]
    [InlineData("1.5")]
    [InlineData("\"1.5\"")]
    [InlineData("\"1.50\"")]
    public void A_number_is_read_from_a_string_or_a_plain_number(string json)
    {
        JsonSerializer.Deserialize<Fixed8>(json).ShouldBe(new(150_000_000));
        JsonSerializer.Deserialize<Fixed16>(json).ToDecimal().ShouldBe(1.5m);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("\"\"")]
    [InlineData("\"ten\"")]
    [InlineData("\"1\\u0030\"")]
    [InlineData("{}")]
    [InlineData("0.000000001")]
    [InlineData("1e30")]
    [InlineData("1000000000000000000000000000000")]
    [InlineData("\"1000000000000000000000000000000\"")]
    public void What_is_no_price_is_refused(string json) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Fixed8>(json));

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("\"\"")]
    [InlineData("\"ten\"")]
    [InlineData("{}")]
    [InlineData("\"0.00000000000000001\"")]
    [InlineData("1e30")]
    [InlineData("\"-\"")]
    [InlineData("\".\"")]
    [InlineData("\"1.2.3\"")]
    [InlineData("\"170141183460469231731687.3037158841057\"")]
    [InlineData("\"17014118346046923173168.73037158841058\"")]
    [InlineData("\"1000000000000000000000000000000\"")]
    public void What_is_no_amount_is_refused(string json) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Fixed16>(json));
}
