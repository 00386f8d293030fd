using TradingBot.Grains.Journal;
using TradingBot.Grains.Trading;
using TradingBot.Journal;
using TradingBot.Tests.Checker.Input;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Model;

/// <summary>What a trader wrote down, in the form in which the history checker takes it.</summary>
internal static class ModelJournal
{
    public static ServiceJournal Of(string trader, IReadOnlyList<JournalEntry> entries)
    {
        var orders = new Dictionary<string, JournalOrder>();
        foreach (var entry in entries)
        {
            if (entry.Order is { } o)
            {
                orders[o.Id] = new(
                    o.Id, trader, o.IsExit, o.Side.ToString(), o.Type.ToString(), o.Quantity.ToDecimal(), o.Trigger.ToDecimal(), o.Limit.ToDecimal(),
                    o.Status.ToString(), o.Filled.ToDecimal());
            }
            else if (entry is { LateStatus: { } status, Fill: { } late } && orders.TryGetValue(late.OrderId, out var order))
            {
                orders[late.OrderId] = order with
                {
                    Filled = order.Filled + late.Quantity.ToDecimal(), Status = status == OrderStatus.PartiallyFilled ? order.Status : status.ToString(),
                };
            }
        }

        return new(
            [.. orders.Values], [.. entries.Select(static e => e.Fill).OfType<FillRow>().Select(f => new JournalFill(
                f.Id, f.OrderId, trader, f.Side.ToString(), f.Price.ToDecimal(), f.Quantity.ToDecimal(), f.Commission.ToDecimal(), f.CommissionAsset,
                f.CommissionInBase, f.Time))],
            [.. entries.Select(static e => e.Trade).OfType<TradeRow>().Select(t => new JournalTrade(
                t.Id, trader, t.Interval.Name, t.Trade.EntryTime, t.Trade.EntryPrice.ToDecimal(), t.Trade.Quantity.ToDecimal(), t.Trade.ExitTime, t.Trade.ExitPrice.ToDecimal(),
                t.Trade.Fees.ToDecimal(), t.Trade.Pnl.ToDecimal()))],
            [.. entries.Select(e => new JournalEvent(
                e.Number, trader, e.Number, e.Kind.ToString(), e.Order?.Id ?? e.Fill?.Id ?? e.Trade?.Id ?? "", e.Order?.Status.ToString() ?? "", e.RecordedAt, e.Text))]);
    }

    public static TraderSnapshot SnapshotOf(string trader, TraderState state)
    {
        var (trading, totals) = (state.Trading, state.Totals);
        var prefix = ClientOrderIds.PrefixOf(trader);
        return new(
            trader, trading.Held.ToDecimal(), [.. new[] { trading.Entry, trading.Exit }.Where(static o => o.IsLive).Select(o => ClientOrderIds.Of(prefix, o.Id))],
            trading.InFlight.Kind != CommandKind.None || trading.Doubtful.Kind != CommandKind.None ? "unanswered" : "", totals.Trades, totals.Wins, totals.Pnl.ToDecimal(),
            totals.Fees.ToDecimal(), (trading.Trade.Proceeds - trading.Trade.Cost - trading.Trade.QuoteFees).ToDecimal(), state.LastEntry);
    }
}
