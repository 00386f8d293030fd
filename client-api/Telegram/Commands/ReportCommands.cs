using System.Collections.Immutable;
using System.Globalization;
using TradingBot.Accounts;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.Journal;
using TradingBot.Reporting;
using TradingBot.Trading;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>What trading has achieved, in each mode in which the user trades.</summary>
internal sealed class ReportCommands : ICommandGroup
{
    private const int MostDays = 3_660;

    public IEnumerable<BotCommand> Commands =>
    [
        new("profit", "[days]", "Sums up profit and loss", "/profit 7", ProfitAsync),
        new("daily", "[days]", "Profit and loss by day", "/daily 7", c => PeriodsAsync(c, "daily", 7, 60, 1, static r => r.Days)),
        new("weekly", "[weeks]", "Profit and loss by week", "/weekly 8", c => PeriodsAsync(c, "weekly", 8, 52, 7, static r => r.Weeks)),
        new("monthly", "[months]", "Profit and loss by month", "/monthly 6", c => PeriodsAsync(c, "monthly", 6, 36, 31, static r => r.Months)),
        new("performance", "", "Key figures, and results by symbol", "/performance", PerformanceAsync),
    ];

    private static async Task<Reply> ProfitAsync(CommandContext context)
    {
        if (!TryReadCount(context, 30, MostDays, out var days))
            return WrongCount("profit", MostDays);
        var reports = await ReadAsync(context, days);
        return new(string.Join('\n', reports.Select(r => $"{Bold($"{r.Mode}, last {days} days")}\n" + Facts(
            ("Realised", TraderText.Signed(r.Report.RealisedPnl)), ("Open", TraderText.Signed(r.Report.UnrealisedPnl)),
            ("Trades", $"{r.Report.Performance.Trades}, {r.Report.Performance.Wins} won"), ("Commissions", Plain(r.Report.Performance.Commissions)),
            ("Equity", $"{Plain(r.Report.EndEquity)} {r.Quote}")))));
    }

    private static async Task<Reply> PeriodsAsync(
        CommandContext context, string name, int usual, int most, int daysEach, Func<TradingReport, ImmutableArray<PeriodReport>> periods)
    {
        if (!TryReadCount(context, usual, most, out var count))
            return WrongCount(name, most);
        var reports = await ReadAsync(context, count * daysEach);
        return new(string.Join('\n', reports.Select(r => $"{Bold($"{r.Mode}, {name}, {r.Quote}")}\n" + (periods(r.Report) is { IsEmpty: false } all
            ? Table(["", "trades", "realised", "equity"], all.Reverse().Take(count).Select(static p => (IReadOnlyList<string>)
                [p.Name, p.Trades.ToString(CultureInfo.InvariantCulture), TraderText.Signed(p.RealisedPnl), TraderText.Signed(p.Pnl)]))
            : "No trading in that time."))));
    }

    private static async Task<Reply> PerformanceAsync(CommandContext context)
    {
        var reports = await ReadAsync(context, null);
        return new(string.Join('\n', reports.Select(static r =>
        {
            var p = r.Report.Performance;
            var symbols = r.Report.Symbols.IsEmpty ? "" : "\n" + Table(
                ["Symbol", "trades", "won", "PnL"], r.Report.Symbols.Select(static s => (IReadOnlyList<string>)
                    [s.Symbol.ToString(), s.Trades.ToString(CultureInfo.InvariantCulture), s.Wins.ToString(CultureInfo.InvariantCulture), TraderText.Signed(s.RealisedPnl)]));
            return $"{Bold($"{r.Mode}, {r.Quote}")}\n" + Figures(p) + symbols;
        })));
    }

    /// <summary>The key figures, as backtests show them, too.</summary>
    public static string Figures(PerformanceReport p) => Facts(
        ("Trades", $"{p.Trades}, {p.Wins} won, {p.Losses} lost"), ("Win rate", Percent(p.WinRate)), ("Profit factor", Ratio(p.ProfitFactor)),
        ("Expectancy", p.Expectancy is { } e ? TraderText.Signed(e) : ""), ("Return", p.ReturnPct is { } r ? r.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) + "%" : ""),
        ("Max drawdown", Percent(p.MaxDrawdown)), ("Sharpe", Ratio(p.Sharpe)), ("Commissions", Plain(p.Commissions)));

    private static async Task<IReadOnlyList<(string Mode, string Quote, TradingReport Report)>> ReadAsync(CommandContext context, int? days)
    {
        var traders = await context.Mine<IUserGrain>().GetTradersAsync();
        var statuses = await Task.WhenAll(traders.Select(s => context.Trader(new(context.User.Id, s)).GetStatusAsync()));
        var modes = statuses.Select(static s => s.Settings?.Mode ?? TradingMode.Paper).DefaultIfEmpty(TradingMode.Paper).Distinct().Order();
        long? from = days is { } back ? Math.Max(0, context.Now - (long)TimeSpan.FromDays(back).TotalMilliseconds) : null;
        var reports = new List<(string, string, TradingReport)>();
        foreach (var mode in modes)
        {
            var query = new ReportQuery(Mode: mode, From: from, TimeZone: context.TimeZone.Id, EquityPoints: 0);
            reports.Add((EnumNames.Of(mode), query.QuoteAsset, await context.Mine<IJournalGrain>().GetReportAsync(query)));
        }

        return reports;
    }

    private static bool TryReadCount(CommandContext context, int usual, int most, out int count)
    {
        count = usual;
        return context.Words.Length == 0
            || (int.TryParse(context.Word(0), NumberStyles.None, CultureInfo.InvariantCulture, out count) && count >= 1 && count <= most && context.Words.Length == 1);
    }

    private static Reply WrongCount(string name, int most) => Reply.Wrong($"Write a whole number from 1 to {most} behind it, like /{name} 7, or nothing.");

    private static string Percent(double? ratio) => ratio is { } value ? (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%" : "";

    private static string Ratio(double? ratio) => ratio is { } value ? value.ToString("0.00", CultureInfo.InvariantCulture) : "";

    private static string Plain(Numbers.Fixed16 amount) => Math.Round(amount.ToDecimal(), 2).ToString("0.00", CultureInfo.InvariantCulture);
}
