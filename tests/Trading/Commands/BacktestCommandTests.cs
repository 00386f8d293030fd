using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using TradingBot.Silo.Commands;

namespace TradingBot.Tests.Trading.Commands;

public sealed class BacktestCommandTests : IDisposable
{
    // The candles of HandComputedTests.
    private const string Candles =
        """
        open_time,open,high,low,close,volume
        0,100,104,98,102,1
        60000,103,108,102,107,1
        120000,106,107,99,100,1
        180000,100,101,97,98,1
        240000,106,107,105,105.5,1
        300000,107.5,108,106,107.8,1
        360000,101,102,100,100.5,1
        420000,100.5,101,99.5,100,1
        480000,101,104,95,97,1
        """;

    private const string Options =
        "--symbol BTCUSDT --interval 1m --buy-offset 2 --sell-offset 1 --cash 1000 --fee 0.001 --tick 0.01 --step 0.001 --min-notional 5";

    private readonly TempFolder _folder = new();
    private readonly string _data;

    public BacktestCommandTests() => _data = _folder.Write("candles.csv", Candles);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_JSON_report_has_the_trades_that_were_worked_out_on_paper()
    {
        var json = _folder.PathOf("out.json");

        var (exit, _, error) = await Run($"--data {_data} {Options} --quantity 1 --json {json}");

        (exit, error).ShouldBe((0, ""));
        (await File.ReadAllTextAsync(json)).ReplaceLineEndings("\n").ShouldBe(
            """
            {
              "candles": 9,
              "holes": 0,
              "trades": [
                {
                  "entryTime": 60000,
                  "entryPrice": "104",
                  "quantity": "0.999",
                  "exitTime": 120000,
                  "exitPrice": "99.5",
                  "exitReason": "stop",
                  "fees": "0.2034005",
                  "pnl": "-4.6989005"
                },
                {
                  "entryTime": 300000,
                  "entryPrice": "107.5",
                  "quantity": "0.999",
                  "exitTime": 360000,
                  "exitPrice": "100.5",
                  "exitReason": "escalation",
                  "fees": "0.2078995",
                  "pnl": "-7.2008995"
                },
                {
                  "entryTime": 480000,
                  "entryPrice": "103.12",
                  "quantity": "0.999",
                  "exitTime": 480000,
                  "exitPrice": "98.5",
                  "exitReason": "stop",
                  "fees": "0.2015215",
                  "pnl": "-4.8169015"
                }
              ],
              "openPosition": null,
              "finalCash": "983.2832985",
              "finalBase": "0",
              "finalEquity": "983.2832985",
              "summary": {
                "trades": 3,
                "wins": 0,
                "losses": 3,
                "winRate": "0",
                "profitFactor": "0",
                "expectancy": "-5.57223383",
                "maxDrawdown": "0.01955313",
                "sharpe": null,
                "returnPct": "-1.67167015"
              }
            }

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task An_open_position_is_reported()
    {
        var data = _folder.Write("open.csv", string.Join('\n', Candles.ReplaceLineEndings("\n").Split('\n')[..3]));
        var json = _folder.PathOf("out.json");

        await Run($"--data {data} {Options} --quantity 1 --json {json}");

        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        var open = report.RootElement.GetProperty("openPosition");
        open.GetProperty("entryTime").GetInt64().ShouldBe(60_000);
        open.GetProperty("entryPrice").GetString().ShouldBe("104");
        open.GetProperty("quantity").GetString().ShouldBe("0.999");
        open.GetProperty("stop").GetString().ShouldBe("99.5");
        report.RootElement.GetProperty("finalBase").GetString().ShouldBe("0.999");
        // 896 + 0.999 * 107
        report.RootElement.GetProperty("finalEquity").GetString().ShouldBe("1002.893");
    }

    [Fact]
    public async Task Without_a_terminal_the_result_is_printed_in_plain_lines()
    {
        var (exit, output, _) = await Run($"--data {_data} {Options} --quantity 1");

        exit.ShouldBe(0);
        output.ShouldContain("BTCUSDT 1m spot\n");
        output.ShouldContain("9 candles from 1970-01-01 00:00 to 1970-01-01 00:08 UTC, no holes\n");
        output.ShouldContain("final equity     983.2832985 USDT\n");
        output.ShouldContain("trades           3 (0 won, 3 lost)\n");
        output.ShouldContain("trade 1970-01-01 00:05 107.5 -> 1970-01-01 00:06 100.5 x 0.999 escalation pnl -7.2008995\n");
        output.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task The_page_is_complete_in_itself()
    {
        var html = _folder.PathOf("out.html");

        await Run($"--data {_data} {Options} --quantity 1 --html {html}");

        var page = await File.ReadAllTextAsync(html);
        page.ShouldStartWith("<!doctype html>");
        page.ShouldContain("<title>Backtest BTCUSDT 1m spot</title>");
        page.ShouldContain("983.28");
        page.ShouldContain("<td>escalation</td>");
        page.ShouldContain("<svg id=\"price\"");
        page.ShouldContain("<svg id=\"equity\"");
        page.ShouldContain("<svg id=\"drawdown\"");
        page.ShouldNotContain("http://");
        page.ShouldNotContain("https://");
        page.ShouldNotContain("NaN");
        page.ShouldNotContain("∞");
    }

    [Fact]
    public async Task A_page_of_many_candles_is_bounded()
    {
        var rows = string.Concat(Enumerable.Range(0, 30_000).Select(i =>
            $"{i * 60_000L},{1000 + i % 40},{1003 + i % 40},{998 + i % 40},{1000 + i * 7 % 40 / 40m + i % 40},1\n"));
        var html = _folder.PathOf("out.html");

        var (exit, _, error) = await Run($"--data {_folder.Write("many.csv", rows)} --symbol BTCUSDT --quote 100 --html {html}");

        (exit, error).ShouldBe((0, ""));
        var page = await File.ReadAllTextAsync(html);
        page.ShouldContain("Each drawn candle combines up to 15 of the 30,000 candles");
        page.Length.ShouldBeLessThan(1_500_000);
    }

    [Fact]
    public async Task Symbol_and_interval_come_from_the_name_of_the_file()
    {
        var data = _folder.Write("ETHUSDT-spot-1m-2024-12.csv", Candles);

        var (exit, output, _) = await Run($"--data {data} --quote 100");

        exit.ShouldBe(0);
        output.ShouldStartWith("ETHUSDT 1m spot\n");
    }

    [Fact]
    public async Task Another_strategy_has_its_own_parameters()
    {
        var (exit, output, error) = await Run($"--data {_data} --symbol BTCUSDT --quote 100 --strategy ema-cross --param fast=2 --param slow=3");

        (exit, error).ShouldBe((0, ""));
        output.ShouldContain("ema-cross fast=2 slow=3");
    }

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
        var json = _folder.PathOf("out.json");

        var symbol = option.StartsWith("--symbol", StringComparison.Ordinal) ? "" : "--symbol BTCUSDT";

        var (exit, output, error) = await Run($"--data {_data} {symbol} --quantity 1 --html {json}.html {option}");

        exit.ShouldBe(2, error);
        error.ShouldStartWith("error: ");
        error.ShouldContain(problem);
        error.TrimEnd().ShouldNotContain("\n");
        output.ShouldBe("");
        _folder.Files.ShouldBe(["candles.csv"]);
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
        var (exit, _, error) = await Run($"--data {_data} --symbol BTCUSDT {size}");

        (exit, error).ShouldSatisfyAllConditions(r => r.exit.ShouldBe(2), r => r.error.ShouldContain(problem));
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        (await Run("--symbol BTCUSDT --quote 5")).ShouldBe((2, "", "error: Option '--data' is required.\n"));
        (await Run($"--data {_data} --quote 5")).ShouldBe((2, "", "error: --symbol is missing, and the file's name does not begin with one.\n"));
        (await Run("--data /nope --quote 5")).ShouldBe((1, "", "error: /nope: no such file\n"), "what is not there needs no symbol");
        var single = _folder.Write("single.csv", "0,1,2,1,1,1");
        (await Run($"--data {single} --symbol BTCUSDT --quote 5")).Error.ShouldStartWith("error: --interval is missing");
    }

    [Fact]
    public async Task A_file_error_has_an_exit_code_of_its_own_and_leaves_nothing_behind()
    {
        var json = _folder.PathOf("out.json");
        var broken = _folder.Write("broken.csv", Candles + "\n540000,1,2,x,1,1\n");

        var (exit, output, error) = await Run($"--data {broken} {Options} --quantity 1 --json {json} --html {json}.html");

        (exit, output).ShouldBe((1, ""));
        error.ShouldStartWith($"error: {broken}, line 11: low 'x' is not a price");
        _folder.Files.ShouldBe(["broken.csv", "candles.csv"]);
        (await Run($"--data {_folder.PathOf("missing.csv")} {Options} --quantity 1")).ShouldBe((1, "", $"error: {_folder.PathOf("missing.csv")}: no such file\n"));
    }

    [Fact]
    public async Task A_recording_of_another_interval_is_an_error()
    {
        var rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"{i * 3_600_000L},1,2,1,1,1\n"));

        var (exit, _, error) = await Run($"--data {_folder.Write("hours.csv", rows)} {Options} --quantity 1");

        exit.ShouldBe(1);
        error.ShouldContain("no two rows are 1m apart (--interval); most are 01:00:00 apart");
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_named_before_the_work_begins()
    {
        var missing = Path.Combine(_folder.Root, "no", "out.json");
        (await Run($"--data {_data} {Options} --quantity 1 --json {missing}")).ShouldBe((2, "", $"error: --json: the folder of {missing} does not exist.\n"));
        (await Run($"--data {_data} {Options} --quantity 1 --html {_folder.Root}")).ShouldBe((2, "", $"error: --html: {_folder.Root} is a directory, not a file.\n"));
        (await Run($"--data {_data} {Options} --quantity 1 --json {_data}")).ShouldBe((2, "", $"error: --json and --data are the same file, {TextOf(_data)}.\n"));
        (await Run($"--data {_data} {Options} --quantity 1 --json {_folder.PathOf("x")} --html {_folder.PathOf("x")}")).Exit.ShouldBe(2);
        (await Run($"--data {_data} {Options} --quantity 1 --json /proc/out.json")).Exit.ShouldBe(2);
        _folder.Files.ShouldBe(["candles.csv"]);

        static string TextOf(string path) => path.Length > 48 ? path[..48] + "…" : path;
    }

    [Fact]
    public async Task A_full_disk_is_an_error_and_the_old_report_stays()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "/dev/full is Linux's.");

        var (exit, _, error) = await Run($"--data {_data} {Options} --quantity 1 --json /dev/full");

        exit.ShouldBe(1);
        error.ShouldStartWith("error: --json: /dev/full cannot be written: ");
    }

    [Fact]
    public async Task A_report_replaces_the_one_before_and_leaves_no_other_files()
    {
        var json = _folder.Write("out.json", new string('x', 100_000));

        await Run($"--data {_data} {Options} --quantity 1 --json {json}");

        JsonDocument.Parse(await File.ReadAllTextAsync(json)).Dispose();
        _folder.Files.ShouldBe(["candles.csv", "out.json"]);
    }

    [Fact]
    public async Task A_price_too_small_for_the_money_places_nothing()
    {
        var dust = _folder.Write("dust.csv", "0,0.00000001,0.00000009,0.00000001,0.00000001,1\n60000,0.00000001,0.00000009,0.00000001,0.00000001,1\n");

        var (exit, output, error) = await Run($"--data {dust} --symbol BTCUSDT --interval 1m --percent 100 --cash 9000000000 --tick 0.00000001 --step 1");

        (exit, error).ShouldBe((0, ""));
        output.ShouldContain("trades           0");
    }

    [Fact]
    public async Task A_cancelled_run_writes_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var (exit, _, error) = await Run($"--data {_data} {Options} --quantity 1 --json {_folder.PathOf("out.json")}", cancelled.Token);

        (exit, error).ShouldBe((130, "cancelled; nothing was written\n"));
        _folder.Files.ShouldBe(["candles.csv"]);
    }

    [Fact]
    public async Task The_program_runs_it()
    {
        var json = _folder.PathOf("out.json");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(typeof(BacktestCommand).Assembly.Location);
        foreach (var argument in $"backtest --data {_data} {Options} --quantity 1 --json {json}".Split(' '))
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        (process.ExitCode, await error).ShouldBe((0, ""));
        (await output).ShouldContain("final equity     983.2832985 USDT");
        File.Exists(json).ShouldBeTrue();
    }

    private static async Task<(int Exit, string Output, string Error)> Run(string arguments, CancellationToken cancellationToken = default)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var args = $"backtest {arguments}".Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var exit = await CommandLine.RunAsync(new RootCommand { BacktestCommand.Create() }, args, output, error, cancellationToken);
        return (exit, output.ToString(), error.ToString());
    }
}
