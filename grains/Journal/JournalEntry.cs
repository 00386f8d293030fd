using TradingBot.Journal;
using TradingBot.Notifications;
using TradingBot.Trading;

namespace TradingBot.Grains.Journal;

/// <summary>Something that a trader has done, on its way to the journal: an event, and the row that it adds or changes.</summary>
/// <param name="Number">Rising number within the trader: the same entry written again is recognised by it.</param>
/// <param name="Kind">What it tells of.</param>
/// <param name="Time">When it happened by the market's clock, milliseconds UTC.</param>
/// <param name="RecordedAt">The clock, milliseconds UTC.</param>
/// <param name="Text">In words, for a notice or a new run state; else empty.</param>
/// <param name="Order">The order as it is now.</param>
/// <param name="Fill">The fill.</param>
/// <param name="Trade">The trade.</param>
/// <param name="LateStatus">
/// For the fill of an order that the trader does not hold any more: where the order stands now. The journal adds the fill to the
/// order's row itself.
/// </param>
/// <param name="Notice">For a notice: as what the user is told of it.</param>
public sealed record JournalEntry(
    long Number,
    EventKind Kind,
    long Time,
    long RecordedAt,
    string Text = "",
    OrderRow? Order = null,
    FillRow? Fill = null,
    TradeRow? Trade = null,
    OrderStatus? LateStatus = null,
    NotificationKind Notice = NotificationKind.Refused);
