using System.Collections.Immutable;
using System.Globalization;
using TradingBot.Grains.Journal;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Notifications;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Notifications;

/// <summary>Which of a trader's doings its user is told, and how.</summary>
public static class TraderNews
{
    /// <summary>What is worth telling.</summary>
    /// <param name="trader">The trader's symbol, the source of its notifications.</param>
    /// <param name="symbol">The same with its assets; null where they are not known.</param>
    /// <param name="entries">What the trader has done.</param>
    public static ImmutableArray<Notification> Of(MarketSymbol trader, SymbolInfo? symbol, IEnumerable<JournalEntry> entries)
    {
        ImmutableArray<Notification>.Builder? news = null;
        foreach (var entry in entries)
        {
            if (Of(trader, symbol, entry) is { } one)
                (news ??= ImmutableArray.CreateBuilder<Notification>()).Add(one);
        }

        return news?.ToImmutable() ?? [];
    }

    private static Notification? Of(MarketSymbol trader, SymbolInfo? symbol, JournalEntry entry)
    {
        return entry switch
        {
            { Kind: EventKind.Fill, Fill: { Side: OrderSide.Buy } fill } => Tell(
                NotificationKind.Entry, $"{trader}: bought {fill.Quantity} at {fill.Price}",
                ("Mode", fill.Mode.ToString()), ("Commission", $"{fill.Commission} {fill.CommissionAsset}")),
            { Kind: EventKind.Trade, Trade: { Trade: var trade } row } => Tell(
                NotificationKind.Exit, $"{trader}: closed with {(trade.Pnl.IsPositive ? "+" : "")}{Rounded(trade.Pnl)} {symbol?.QuoteAsset}",
                ("Mode", row.Mode.ToString()), ("Entry", trade.EntryPrice.ToString()), ("Exit", $"{trade.ExitPrice} ({trade.ExitReason})"),
                ("Quantity", trade.Quantity.ToString()), ("Commissions", Rounded(trade.Fees))),
            { Kind: EventKind.Order, Order: { IsExit: true, Status: OrderStatus.Working, Filled.IsZero: true, Trigger: { IsZero: false } stop } order } => Tell(
                NotificationKind.Stop, $"{trader}: stop at {stop}", ("Mode", order.Mode.ToString()), ("Quantity", order.Quantity.ToString())),
            { Kind: EventKind.Notice } => Tell(entry.Notice, $"{trader}: {entry.Text}"),
            _ => null,
        };

        Notification Tell(NotificationKind kind, string title, params ReadOnlySpan<(string Name, string Value)> facts)
        {
            var all = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(facts.Length);
            foreach (var (name, value) in facts)
                all.Add(new(name, value));
            return new(trader.ToString(), entry.Number, kind, entry.RecordedAt, title, all.MoveToImmutable());
        }
    }

    /// <summary>An amount of money as people read it.</summary>
    internal static string Rounded(Fixed16 amount) => Math.Round(amount.ToDecimal(), 4).ToString("0.####", CultureInfo.InvariantCulture);
}
