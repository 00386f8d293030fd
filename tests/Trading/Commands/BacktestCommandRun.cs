using System.CommandLine;
using TradingBot.Silo.Commands;

namespace TradingBot.Tests.Trading.Commands;

/// <summary>Runs the command as a user types it, in a folder of its own that holds a few candles.</summary>
public abstract class BacktestCommandRun : IDisposable
{
    // The candles of HandComputedTests.
    protected const string Candles =
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

    protected const string Options =
        "--symbol BTCUSDT --interval 1m --buy-offset 2 --sell-offset 1 --cash 1000 --fee 0.001 --tick 0.01 --step 0.001 --min-notional 5";

    protected BacktestCommandRun() => Data = Folder.Write("candles.csv", Candles);

    protected TempFolder Folder { get; } = new();

    /// <summary>The file with the candles.</summary>
    protected string Data { get; }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static async Task<(int Exit, string Output, string Error)> Run(string arguments, CancellationToken cancellationToken = default)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var args = $"backtest {arguments}".Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var exit = await CommandLine.RunAsync(new RootCommand { BacktestCommand.Create() }, args, output, error, cancellationToken);
        return (exit, output.ToString(), error.ToString());
    }
}
