using Spectre.Console;
using TradingBot.Grains.Backtesting;
using TradingBot.Silo.Reports;
using TradingBot.Trading;

namespace TradingBot.Silo.Commands;

/// <summary>What the backtest command prints: a progress bar and tables on a terminal, plain lines anywhere else.</summary>
internal sealed class BacktestConsole(TextWriter output)
{
    private const int LastTrades = 10;
    private readonly bool _isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    public BacktestResult RunWithProgress(int candles, Func<IProgress<int>?, BacktestResult> run)
    {
        if (!_isTerminal)
            return run(null);
        return AnsiConsole.Progress().AutoClear(true).HideCompleted(true).Start(context =>
        {
            var bar = context.AddTask("Backtest", maxValue: candles);
            return run(new Bar(bar));
        });
    }

    public void Show(BacktestReport report)
    {
        if (_isTerminal)
            ShowTables(report);
        else
            ShowLines(report);
    }

    private void ShowLines(BacktestReport report)
    {
        output.WriteLine(TextOf.Series(report));
        output.WriteLine(TextOf.Candles(report));
        output.WriteLine(TextOf.Strategy(report));
        foreach (var (name, value) in TextOf.Summary(report))
            output.WriteLine($"{name,-16} {value}");
        foreach (var trade in report.Result.Trades.TakeLast(LastTrades))
        {
            output.WriteLine(
                $"trade {TextOf.Time(trade.EntryTime)} {trade.EntryPrice} -> {TextOf.Time(trade.ExitTime)} {trade.ExitPrice} "
                + $"x {trade.Quantity} {BacktestJson.ReasonName(trade.ExitReason)} pnl {trade.Pnl}");
        }
    }

    private static void ShowTables(BacktestReport report)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{TextOf.Series(report)}[/]");
        AnsiConsole.MarkupLineInterpolated($"[grey]{TextOf.Candles(report)}[/]");
        AnsiConsole.MarkupLineInterpolated($"[grey]{TextOf.Strategy(report)}[/]");
        var summary = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        foreach (var (name, value) in TextOf.Summary(report))
            summary.AddRow(Markup.Escape(name), Markup.Escape(value));
        AnsiConsole.Write(summary);

        var trades = report.Result.Trades;
        if (trades.Length == 0)
            return;
        var table = new Table().Border(TableBorder.Rounded).Title($"Last {Math.Min(LastTrades, trades.Length)} of {trades.Length} trades")
            .AddColumns("Entry", "Price", "Exit", "Price", "Quantity", "Reason", "PnL");
        foreach (var column in new[] { 1, 3, 4, 6 })
            table.Columns[column].RightAligned();
        foreach (var trade in trades.TakeLast(LastTrades))
        {
            table.AddRow(
                TextOf.Time(trade.EntryTime), trade.EntryPrice.ToString(), TextOf.Time(trade.ExitTime), trade.ExitPrice.ToString(),
                trade.Quantity.ToString(), BacktestJson.ReasonName(trade.ExitReason), Coloured(trade));
        }

        AnsiConsole.Write(table);
    }

    private static string Coloured(Trade trade) =>
        trade.Pnl.IsPositive ? $"[green]{TextOf.Money(trade.Pnl)}[/]" : $"[red]{TextOf.Money(trade.Pnl)}[/]";

    private sealed class Bar(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Value = value;
    }
}
