using TradingBot.Accounts;
using TradingBot.ClientApi.Balances;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.Journal;
using TradingBot.Trading;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>What is in the accounts and in the journal.</summary>
internal sealed class RecordCommands : ICommandGroup
{
    private const int PageSize = 8;

    public IEnumerable<BotCommand> Commands =>
    [
        new("balance", "[paper|testnet|demo|live]", "Shows what is in your accounts", "/balance paper", BalanceAsync),
        new("orders", "", "Lists open orders", "/orders", OrdersAsync),
        new("history", "", "Lists all orders, newest first", "/history", c => PageAsync(c, "/history", "No order yet.", static (j, q) => j.GetOrdersAsync(q), OrderCard)),
        new("trades", "", "Lists closed trades, newest first", "/trades", c => PageAsync(c, "/trades", "No closed trade yet.", static (j, q) => j.GetTradesAsync(q), TradeCard)),
    ];

    private static async Task<Reply> BalanceAsync(CommandContext context)
    {
        var word = context.Word(0).ToLowerInvariant();
        var mode = TradingMode.Paper;
        if (word.Length > 0 && !EnumNames.TryParse(word, out mode))
            return Reply.Wrong($"'{word}' is no mode; one of {string.Join(", ", EnumNames.Of(typeof(TradingMode)))}.");
        var balances = (await BalanceReader.ReadAsync(context.User.Id, mode, context.Grains)).Where(static b => !b.Total.IsZero).ToList();
        var text = string.Join('\n', balances.GroupBy(static b => b.Account).Select(static g => $"{Bold(g.Key)}\n" + Table(
            ["Asset", "total", "free"], g.Select(static b => (IReadOnlyList<string>)[b.Asset, Amount(b.Total), Amount(b.Free)]))));
        var reply = balances.Count == 0 ? Reply.Of($"There is nothing in your {EnumNames.Of(mode)} accounts.") : new(text);
        return reply.With(Enum.GetValues<TradingMode>().Where(m => m != mode).Select(static m => new ReplyButton(EnumNames.Of(m), $"/balance {EnumNames.Of(m)}")));
    }

    private static async Task<Reply> OrdersAsync(CommandContext context)
    {
        var traders = await context.Mine<IUserGrain>().GetTradersAsync();
        var statuses = await Task.WhenAll(traders.Select(s => context.Trader(new(context.User.Id, s)).GetStatusAsync()));
        var cards = statuses.SelectMany(static s => new[] { s.EntryOrder, s.ExitOrder }.OfType<OrderView>().Select(o =>
            $"{Bold($"{s.Symbol} {EnumNames.Of(o.Side)}")} {EnumNames.Of(o.Type)}\n" + Facts(
                ("Quantity", o.Quantity.ToString()), ("Filled", o.Filled.IsZero ? "" : o.Filled.ToString()), ("Trigger", o.Trigger.IsZero ? "" : o.Trigger.ToString()),
                ("Limit", o.Limit.IsZero ? "" : o.Limit.ToString())))).ToList();
        return cards.Count == 0 ? Reply.Of("No order is open. /history lists all there were.") : new(string.Join('\n', cards));
    }

    // The words are the cursors of the pages from the first to this one, so that one can go back.
    private static async Task<Reply> PageAsync<T>(
        CommandContext context, string command, string whenEmpty, Func<IJournalGrain, JournalQuery, Task<JournalPage<T>>> read, Func<T, CommandContext, string> card)
    {
        var cursors = context.IsPress ? context.Words : [];
        var page = await read(context.Mine<IJournalGrain>(), new(Limit: PageSize, Cursor: cursors.LastOrDefault()));
        if (page.Items.IsEmpty)
            return Reply.Of(whenEmpty);
        var reply = new Reply(string.Join('\n', page.Items.Select(i => card(i, context))) + (cursors.Length > 0 || page.NextCursor is not null ? $"\nPage {cursors.Length + 1}" : ""));
        var buttons = new List<ReplyButton>();
        if (cursors.Length > 0)
            buttons.Add(new("◀️ Newer", $"{command} {string.Join(' ', cursors[..^1])}".TrimEnd()));
        if (page.NextCursor is not null)
            buttons.Add(new("Older ▶️", $"{command} {string.Join(' ', [.. cursors, page.NextCursor])}"));
        return buttons.Count == 0 ? reply : reply.With(buttons);
    }

    private static string OrderCard(OrderRow o, CommandContext context)
    {
        var price = o.Trigger.IsZero ? "at market" : $"at {o.Trigger}";
        var reason = o.Reason.Length == 0 ? "" : $"\n   {Escape(o.Reason)}";
        return $"{context.Local(o.Time)} {Bold(o.Symbol.ToString())} {EnumNames.Of(o.Side)} {o.Quantity} {price}, {EnumNames.Of(o.Status)} ({EnumNames.Of(o.Mode)}){reason}";
    }

    private static string TradeCard(TradeRow row, CommandContext context)
    {
        var t = row.Trade;
        return $"{(t.Pnl.IsPositive ? "🟢" : "🔴")} {context.Local(t.ExitTime)} {Bold(row.Symbol.ToString())} {TraderText.Signed(t.Pnl)} ({EnumNames.Of(row.Mode)})\n"
            + $"   {t.Quantity}: {t.EntryPrice} → {t.ExitPrice}, {EnumNames.Of(t.ExitReason)}";
    }

    private static string Amount(Numbers.Fixed16 amount) => Math.Round(amount.ToDecimal(), 6).ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
}
