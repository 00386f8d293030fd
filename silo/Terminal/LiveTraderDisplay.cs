using System.Collections.Immutable;
using Spectre.Console;
using Spectre.Console.Rendering;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Silo.Terminal;

/// <summary>A table that is drawn anew in place, for a terminal.</summary>
internal sealed class LiveTraderDisplay(IAnsiConsole console, string caption) : ITraderDisplay
{
    public Task ShowAsync(
        Func<Task<ImmutableArray<TraderStatus>>> read, TimeSpan every, TimeProvider time, CancellationToken cancellationToken) =>
        console.Live(new Text("")).AutoClear(false).StartAsync(async context =>
        {
            while (true)
            {
                context.UpdateTarget(Draw(await read()));
                await Task.Delay(every, time, cancellationToken);
            }
        });

    private Table Draw(ImmutableArray<TraderStatus> traders)
    {
        var table = new Table().RoundedBorder().Caption(Markup.Escape(caption));
        foreach (var heading in (string[])["User", "Symbol", "Candle, close", "Indicators", "Signal", "Position", "Entry", "Stop", "Open PnL", "Trades", "PnL"])
            table.AddColumn(heading);
        foreach (var s in traders)
        {
            table.AddRow(
                new Text(s.UserId), new Text(s.Symbol.ToString()), new Text(TraderText.Candle(s)),
                new Text(TraderText.Indicators(s).Replace(' ', '\n')), new Text(TraderText.Signal(s)), new Text(TraderText.Position(s)),
                new Text(TraderText.Entry(s)), new Text(TraderText.Stop(s)), Pnl(s.UnrealisedPnl),
                new Text($"{s.Totals.Trades} ({s.Totals.Wins} won)"), Pnl(s.Totals.Pnl));
        }

        return table;
    }

    private static Text Pnl(Fixed16 pnl) =>
        new(TraderText.Pnl(pnl), pnl.IsZero ? Style.Plain : new Style(pnl.IsPositive ? Color.Green : Color.Red));
}
