using System.Collections.Immutable;
using TradingBot.Trading;

namespace TradingBot.Silo.Terminal;

/// <summary>One line whenever a trader's position, trades or notice have changed, for output that is not a terminal.</summary>
internal sealed class PlainTraderDisplay(TextWriter output) : ITraderDisplay
{
    public async Task ShowAsync(
        Func<Task<ImmutableArray<TraderStatus>>> read, TimeSpan every, TimeProvider time, CancellationToken cancellationToken)
    {
        var shown = new Dictionary<(string User, string Symbol), string>();
        while (true)
        {
            foreach (var status in await read())
            {
                var what = $"{status.RunState} {status.Phase} {status.Totals.Trades} {status.EntryPrice}";
                var key = (status.UserId, status.Symbol.ToString());
                if (status.Candle is null || shown.GetValueOrDefault(key) == what)
                    continue;
                shown[key] = what;
                await output.WriteLineAsync(Line(status));
            }

            await Task.Delay(every, time, cancellationToken);
        }
    }

    private static string Line(TraderStatus s) =>
        $"{TraderText.Candle(s)} {s.UserId} {s.Symbol} {TraderText.Indicators(s)} signal='{TraderText.Signal(s)}' "
        + $"position='{TraderText.Position(s)}' stop={TraderText.Stop(s)} trades={s.Totals.Trades} wins={s.Totals.Wins} "
        + $"pnl={TraderText.Pnl(s.Totals.Pnl)} open={TraderText.Pnl(s.UnrealisedPnl)}";
}
