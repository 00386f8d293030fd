using System.Globalization;
using TradingBot.Backtesting;
using TradingBot.Billing;
using TradingBot.ClientApi.Backtests;
using TradingBot.ClientApi.Billing;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.Numbers;
using TradingBot.Trading;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>The current settings on recent candles.</summary>
internal sealed class BacktestCommands(ChartPictures pictures, TimeProvider time) : ICommandGroup
{
    private const int MostDays = 366;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public IEnumerable<BotCommand> Commands =>
        [new("backtest", "[symbol] [days]", "Tries your settings on recent candles", "/backtest BTCUSDT 7", BacktestAsync, IsChange: true)];

    private async Task<Reply> BacktestAsync(CommandContext context)
    {
        // The symbol may be left out where there is only one.
        var first = int.TryParse(context.Word(0), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? "" : context.Word(0);
        var word = first.Length == 0 ? context.Word(0) : context.Word(1);
        var days = 1;
        if (word.Length > 0 && (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out days) || days is < 1 or > MostDays))
            return Reply.Wrong($"'{word}' is no number of days; 1 to {MostDays}, like /backtest BTCUSDT 7");
        var (key, question) = await TraderArguments.ChooseAsync(context, "/backtest", first, word);
        if (question is not null)
            return question;
        var status = await context.Trader(key!.Value).GetStatusAsync();
        if ((status.PendingSettings ?? status.Settings) is not { } settings)
            return Reply.Wrong($"{status.Symbol} has no settings yet. /settings {status.Symbol} sets them.");
        await context.Mine<IBillingGrain>().RequireAsync();

        var length = settings.Interval.NextOpenTime(0);
        var candles = (int)Math.Clamp(TimeSpan.FromDays(days).TotalMilliseconds / length, 100, BacktestOrder.MaxCandles);
        var order = new BacktestRequest(Symbol: status.Symbol, Candles: candles).ReadWith(settings with { Mode = TradingMode.Paper });
        var start = await context.Mine<IBacktestListGrain>().StartAsync(order);
        if (start.IsBusy)
            return Reply.Wrong($"At most {IBacktestListGrain.MaxUnfinished} backtests of a user wait or run at the same time; try again in a minute.");
        if (start.Backtest is not { } backtest)
            throw RequestException.Invalid(start.Errors);
        var done = await WaitAsync(context.Grains.GetGrain<IBacktestGrain>($"{context.User.Id}/{backtest.Id}"), context.CancellationToken);
        if (done is not { Stage: BacktestStage.Done, Result: { } result })
            return Reply.Of(done is { Stage: BacktestStage.Failed } ? $"The backtest has failed: {done.Failure}" : "The backtest takes long; the web page and the API show it when it is done.");
        var title = $"{status.Symbol}, {settings.Interval}: {context.Local(result.FirstOpenTime)} to {context.Local(result.LastOpenTime)}";
        var refused = result.EntriesNotPlaced.IsEmpty ? "" : $"\nEntries not placed: {string.Join(", ", result.EntriesNotPlaced.Select(static e => $"{e.Key} {e.Value}"))}";
        var photo = await pictures.DrawAsync(title, [], [], [], default, result.Equity, context.CancellationToken);
        var html = $"🧪 {Bold(title)}\n{Code(SettingsText.Line(status.Symbol, settings))}\n{ReportCommands.Figures(result.Performance)}"
            + $"\n{Escape(string.Create(CultureInfo.InvariantCulture, $"{order.Cash} became {Math.Round(result.FinalEquity.ToDecimal(), 2)}; commissions at {order.FeeRate.ToDecimal() * 100:0.###}%."))}{Escape(refused)}";
        var reply = new Reply(html) { Photo = photo }.With(new("7 days", $"/backtest {status.Symbol} 7"), new("⚙️ Settings", $"/settings {status.Symbol}"));
        return status.RunState == TraderRunState.Stopped ? reply.With(new ReplyButton("▶️ Start now", $"/start_bot {status.Symbol} now")) : reply;
    }

    private async Task<BacktestView?> WaitAsync(IBacktestGrain backtest, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (await backtest.GetAsync() is { } view)
        {
            if (view.Stage is BacktestStage.Done or BacktestStage.Failed || time.GetElapsedTime(begun) > Patience)
                return view;
            await Task.Delay(Look, time, cancellationToken);
        }

        return null;
    }
}
