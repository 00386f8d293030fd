namespace TradingBot.Tests.Trading.Commands;

/// <summary>Options that are missing or impossible.</summary>
public sealed class BacktestOptionTests : BacktestCommandRun
{
    [Theory]
    [InlineData("--buy-offset -5", "--buy-offset: '-5' is not a number at least 0 and at most 1000000000 with at most 8 decimals.")]
    [InlineData("--sell-offset -0.01", "--sell-offset: '-0.01' is not a number at least 0")]
    [InlineData("--buy-offset 1000000000000000000000000000000", "--buy-offset: '1000000000000000000000000000000' is not a number at least 0 and at most 1000000000")]
    [InlineData("--buy-offset 1e30", "--buy-offset: '1e30' is not a number")]
    [InlineData("--buy-offset 0.123456789", "with at most 8 decimals")]
    [InlineData("--buy-offset abc", "--buy-offset: 'abc' is not a number")]
    [InlineData("--buy-offset NaN", "--buy-offset: 'NaN' is not a number")]
    [InlineData("--cash 0", "--cash: '0' is not a number above 0")]
    [InlineData("--cash -1", "--cash: '-1' is not a number above 0")]
    [InlineData("--fee 1", "--fee: '1' is not a number at least 0 and below 1")]
    [InlineData("--fee -0.001", "--fee: '-0.001' is not a number at least 0 and below 1")]
    [InlineData("--tick 0", "--tick: '0' is not a number above 0")]
    [InlineData("--step 0", "--step: '0' is not a number above 0")]
    [InlineData("--min-notional -1", "--min-notional: '-1' is not a number at least 0")]
    [InlineData("--interval 7m", "--interval: '7m' is not an interval; use one of 1s 1m 3m")]
    [InlineData("--interval 1X", "--interval: '1X' is not an interval")]
    [InlineData("--symbol B$C", "--symbol: 'B$C' is not a symbol")]
    [InlineData("--symbol B", "--symbol: 'B' is not a symbol like BTCUSDT, 2 to 20 letters and digits.")]
    [InlineData("--market margin", "--market: 'margin' is not a market; use spot or usdm.")]
    [InlineData("--leverage 2", "--leverage: 2 is not possible on spot; the limit there is 1")]
    [InlineData("--market usdm --leverage 126", "--leverage: '126' is not a number at least 1 and at most 125")]
    [InlineData("--market usdm --leverage 0", "--leverage: '0' is not a number at least 1 and at most 125")]
    [InlineData("--market usdm --leverage 1.5", "--leverage: 1.5 is not a whole number from 1 to 125.")]
    [InlineData("--quote 5", "--quantity, --quote or --percent: exactly one position size is needed; --quantity and --quote are given.")]
    [InlineData("--quantity 2", "--quantity")]
    [InlineData("--strategy hodl", "--strategy: 'hodl' is not a strategy; use one of ema-cross, heikin-ashi-breakout.")]
    [InlineData("--strategy ema-cross --buy-offset 1", "--buy-offset belongs to heikin-ashi-breakout, not to 'ema-cross'")]
    [InlineData("--strategy ema-cross --param fast=zero", "--param fast: 'zero' is not a")]
    [InlineData("--param speed=1", "--param speed: heikin-ashi-breakout has no parameter 'speed'")]
    [InlineData("--param buyOffset=1 --buy-offset 2", "--param buyOffset: given a second time (--buy-offset).")]
    [InlineData("--param buyOffset", "--param: 'buyOffset' is not of the form KEY=VALUE.")]
    [InlineData("--speed 9", "'--speed'")]
    [InlineData("--json", "'--json'")]
    public async Task An_impossible_option_is_named_with_its_limit(string option, string problem)
    {
        var json = Folder.PathOf("out.json");

        var symbol = option.StartsWith("--symbol", StringComparison.Ordinal) ? "" : "--symbol BTCUSDT";

        var (exit, output, error) = await Run($"--data {Data} {symbol} --quantity 1 --html {json}.html {option}");

        exit.ShouldBe(2, error);
        error.ShouldStartWith("error: ");
        error.ShouldContain(problem);
        error.TrimEnd().ShouldNotContain("\n");
        output.ShouldBe("");
        Folder.Files.ShouldBe(["candles.csv"]);
    }

    [Theory]
    [InlineData("--quantity 0", "--quantity: '0' is not a number above 0 and at most 9000000000 with at most 8 decimals.")]
    [InlineData("--quantity -1", "--quantity: '-1' is not a number above 0")]
    [InlineData("--quantity 0.0000001", "--quantity: 0.0000001 is not a whole number of steps of 0.00001 (--step).")]
    [InlineData("--quote 0", "--quote: '0' is not a number above 0")]
    [InlineData("--percent 0", "--percent: '0' is not a number above 0 and at most 100")]
    [InlineData("--percent 100.1", "--percent: '100.1' is not a number above 0 and at most 100")]
    [InlineData("", "exactly one position size is needed; none is given.")]
    public async Task An_impossible_size_is_named_with_its_limit(string size, string problem)
    {
        var (exit, _, error) = await Run($"--data {Data} --symbol BTCUSDT {size}");

        (exit, error).ShouldSatisfyAllConditions(r => r.exit.ShouldBe(2), r => r.error.ShouldContain(problem));
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        (await Run("--symbol BTCUSDT --quote 5")).ShouldBe((2, "", "error: Option '--data' is required.\n"));
        (await Run($"--data {Data} --quote 5")).ShouldBe((2, "", "error: --symbol is missing, and the file's name does not begin with one.\n"));
        (await Run("--data /nope --quote 5")).ShouldBe((1, "", "error: /nope: no such file\n"), "what is not there needs no symbol");
        var single = Folder.Write("single.csv", "0,1,2,1,1,1");
        (await Run($"--data {single} --symbol BTCUSDT --quote 5")).Error.ShouldStartWith("error: --interval is missing");
    }
}
