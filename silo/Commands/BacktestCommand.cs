using System.CommandLine;
using TradingBot.Exchange.Replay;
using TradingBot.Grains.Backtesting;
using TradingBot.Silo.Reports;

namespace TradingBot.Silo.Commands;

/// <summary><c>backtest</c>: runs a strategy over a candle file and reports what it would have earned.</summary>
public static class BacktestCommand
{
    // A handful of hand-made rows may have any distances; a recording with none at the interval has another interval.
    private const int RowsThatShowAnInterval = 10;

    public static Command Create()
    {
        var options = new BacktestOptions();
        var command = new Command("backtest", "Runs a strategy over recorded candles.");
        foreach (var option in options.All)
            command.Options.Add(option);
        // On a thread of its own: Ctrl-C is listened to only once the action has returned its task.
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => Run(BacktestRequest.From(parsed, options), parsed.InvocationConfiguration.Output, cancellationToken), cancellationToken));
        return command;
    }

    private static int Run(BacktestRequest request, TextWriter output, CancellationToken cancellationToken)
    {
        using var json = request.Json is null ? null : OutputFile.Open("--json", request.Json);
        using var html = request.Html is null ? null : OutputFile.Open("--html", request.Html);
        var console = new BacktestConsole(output);

        var file = CandleFile.ReadAll(request.Data, request.Interval, cancellationToken: cancellationToken);
        var interval = request.Interval ?? file.Summary.Interval
            ?? throw new UsageException($"--interval is missing, and the rows of {request.Data} do not show one ({file.Summary.Rows} rows).");
        if (file.Summary.Rows >= RowsThatShowAnInterval && file.Summary.RowsOneIntervalApart == 0)
            throw new CandleFileException(request.Data, $"no two rows are {interval} apart (--interval); most are {TimeSpan.FromMilliseconds(file.Summary.TypicalSpacing)} apart");

        var settings = request.Settings with { Interval = interval };
        var result = console.RunWithProgress(
            file.Candles.Length, progress => Backtest.Run(file.Candles, settings, progress, cancellationToken: cancellationToken));
        var report = new BacktestReport(settings, file, result, BacktestOutcomes.PerformanceOf(settings, file.Candles, result));

        json?.Write(BacktestJson.Write(report));
        html?.Write(BacktestPage.Write(report));
        console.Show(report);
        return CommandLine.Ok;
    }
}
