using System.Collections.Immutable;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Reporting;
using TradingBot.Trading;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>Candles with what was traded on them.</summary>
internal sealed class ChartCommands(ChartPictures pictures) : ICommandGroup
{
    private const int Candles = 120;
    private const int Blocks = 8;

    public IEnumerable<BotCommand> Commands =>
        [new("chart", "[symbol] [interval]", "Draws candles, entries, exits, stop and equity", "/chart BTCUSDT 5m", ChartAsync)];

    private async Task<Reply> ChartAsync(CommandContext context)
    {
        // The symbol may be left out where there is only one.
        var first = CandleInterval.TryParse(context.Word(0), out _) ? "" : context.Word(0);
        var word = first.Length == 0 ? context.Word(0) : context.Word(1);
        var (key, question) = await TraderArguments.ChooseAsync(context, "/chart", first, word);
        if (question is not null)
            return question;
        var status = await context.Trader(key!.Value).GetStatusAsync();
        var interval = word.Length > 0 ? SettingsText.ReadInterval(word) : status.Settings?.Interval ?? CandleInterval.OneMinute;
        var series = new CandleSeries(status.Symbol, interval);
        var candles = await context.Grains.GetGrain<IChartGrain>(series.ToString()).GetAsync(null, null, Candles);
        if (candles.IsEmpty)
            return Reply.Of($"There are no candles of {series} yet.");
        var (from, mode) = (candles[0].Candle.OpenTime, status.Settings?.Mode ?? TradingMode.Paper);
        var journal = context.Mine<IJournalGrain>();
        var trades = (await journal.GetTradesAsync(new(Symbol: status.Symbol, From: from, Mode: mode, Limit: 200))).Items.Select(static t => t.Trade).ToImmutableArray();
        var open = status.EntryPrice.IsZero ? [] : await OpeningAsync(journal, new(Symbol: status.Symbol, From: Math.Max(from, trades.Max(static t => (long?)t.ExitTime) ?? 0), Mode: mode, Limit: 200));
        var equity = (await journal.GetReportAsync(new(Symbol: status.Symbol, Mode: mode, From: from, EquityPoints: 300))).EquityCurve;
        var title = $"{status.Symbol} {interval}, {trades.Length} trades, to {context.Local(interval.NextOpenTime(candles[^1].Candle.OpenTime))} {context.TimeZone.Id}";
        var buttons = ((string[])["1m", "5m", "15m", "1h", "4h"]).Select(i => new ReplyButton(i, $"/chart {status.Symbol} {i}"));
        var photo = await pictures.DrawAsync(title, candles, trades, open, status.Stop, equity, context.CancellationToken);
        return photo is not null
            ? new Reply(Bold(title)) { Photo = photo }.With(buttons)
            : new Reply($"{Bold(title)}\n<pre>{Text(candles)}</pre>{Escape(status.Stop.IsZero ? "" : $"\nStop {status.Stop}")}").With(buttons);
    }

    // What has been bought since the last trade was closed.
    private static async Task<ImmutableArray<FillRow>> OpeningAsync(IJournalGrain journal, JournalQuery query) =>
        [.. (await journal.GetFillsAsync(query)).Items.Where(static f => f.Side == OrderSide.Buy)];

    // For where no picture can be made: the closes as bars, with high and low.
    private static string Text(ImmutableArray<ChartCandle> candles)
    {
        const string Bars = "▁▂▃▄▅▆▇█";
        var shown = candles.TakeLast(30).Select(static c => c.Candle).ToList();
        var (low, high) = (shown.Min(static c => c.Close.Units), shown.Max(static c => c.Close.Units));
        var bars = string.Concat(shown.Select(c => Bars[high == low ? 0 : (int)((c.Close.Units - low) * (Blocks - 1) / (high - low))]));
        return $"{bars}\nhigh {shown.MaxBy(static c => c.High.Units).High}\nlow  {shown.MinBy(static c => c.Low.Units).Low}\nlast {shown[^1].Close}";
    }
}
