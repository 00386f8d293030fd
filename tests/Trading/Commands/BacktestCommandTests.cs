using System.Diagnostics;
using System.Text.Json;
using TradingBot.Silo.Commands;

namespace TradingBot.Tests.Trading.Commands;

public sealed class BacktestCommandTests : BacktestCommandRun
{
    [Fact]
    public async Task The_JSON_report_has_the_trades_that_were_worked_out_on_paper()
    {
        var json = Folder.PathOf("out.json");

        var (exit, _, error) = await Run($"--data {Data} {Options} --quantity 1 --json {json}");

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
        var data = Folder.Write("open.csv", string.Join('\n', Candles.ReplaceLineEndings("\n").Split('\n')[..3]));
        var json = Folder.PathOf("out.json");

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
        var (exit, output, _) = await Run($"--data {Data} {Options} --quantity 1");

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
        var html = Folder.PathOf("out.html");

        await Run($"--data {Data} {Options} --quantity 1 --html {html}");

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
        var html = Folder.PathOf("out.html");

        var (exit, _, error) = await Run($"--data {Folder.Write("many.csv", rows)} --symbol BTCUSDT --quote 100 --html {html}");

        (exit, error).ShouldBe((0, ""));
        var page = await File.ReadAllTextAsync(html);
        page.ShouldContain("Each drawn candle combines up to 15 of the 30,000 candles");
        page.Length.ShouldBeLessThan(1_500_000);
    }

    [Fact]
    public async Task Symbol_and_interval_come_from_the_name_of_the_file()
    {
        var data = Folder.Write("ETHUSDT-spot-1m-2024-12.csv", Candles);

        var (exit, output, _) = await Run($"--data {data} --quote 100");

        exit.ShouldBe(0);
        output.ShouldStartWith("ETHUSDT 1m spot\n");
    }

    [Fact]
    public async Task Another_strategy_has_its_own_parameters()
    {
        var (exit, output, error) = await Run($"--data {Data} --symbol BTCUSDT --quote 100 --strategy ema-cross --param fast=2 --param slow=3");

        (exit, error).ShouldBe((0, ""));
        output.ShouldContain("ema-cross fast=2 slow=3");
    }

    [Fact]
    public async Task A_file_error_has_an_exit_code_of_its_own_and_leaves_nothing_behind()
    {
        var json = Folder.PathOf("out.json");
        var broken = Folder.Write("broken.csv", Candles + "\n540000,1,2,x,1,1\n");

        var (exit, output, error) = await Run($"--data {broken} {Options} --quantity 1 --json {json} --html {json}.html");

        (exit, output).ShouldBe((1, ""));
        error.ShouldStartWith($"error: {broken}, line 11: low 'x' is not a price");
        Folder.Files.ShouldBe(["broken.csv", "candles.csv"]);
        (await Run($"--data {Folder.PathOf("missing.csv")} {Options} --quantity 1")).ShouldBe((1, "", $"error: {Folder.PathOf("missing.csv")}: no such file\n"));
    }

    [Fact]
    public async Task A_recording_of_another_interval_is_an_error()
    {
        var rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"{i * 3_600_000L},1,2,1,1,1\n"));

        var (exit, _, error) = await Run($"--data {Folder.Write("hours.csv", rows)} {Options} --quantity 1");

        exit.ShouldBe(1);
        error.ShouldContain("no two rows are 1m apart (--interval); most are 01:00:00 apart");
    }

    [Fact]
    public async Task A_price_too_small_for_the_money_places_nothing()
    {
        var dust = Folder.Write("dust.csv", "0,0.00000001,0.00000009,0.00000001,0.00000001,1\n60000,0.00000001,0.00000009,0.00000001,0.00000001,1\n");

        var (exit, output, error) = await Run($"--data {dust} --symbol BTCUSDT --interval 1m --percent 100 --cash 9000000000 --tick 0.00000001 --step 1");

        (exit, error).ShouldBe((0, ""));
        output.ShouldContain("trades           0");
    }

    [Fact]
    public async Task The_program_runs_it()
    {
        var json = Folder.PathOf("out.json");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(typeof(BacktestCommand).Assembly.Location);
        foreach (var argument in $"backtest --data {Data} {Options} --quantity 1 --json {json}".Split(' '))
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        (process.ExitCode, await error).ShouldBe((0, ""));
        (await output).ShouldContain("final equity     983.2832985 USDT");
        File.Exists(json).ShouldBeTrue();
    }
}
