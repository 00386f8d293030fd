using System.Collections.Immutable;
using TradingBot.Journal;
using TradingBot.MarketData;

namespace TradingBot.Grains.Journal;

/// <summary>The read side of the journal. A user id of null means everybody.</summary>
public interface IJournalReader
{
    /// <summary>Orders.</summary>
    Task<JournalPage<OrderRow>> ReadOrdersAsync(JournalQuery query);

    /// <summary>Fills.</summary>
    Task<JournalPage<FillRow>> ReadFillsAsync(JournalQuery query);

    /// <summary>Trades.</summary>
    Task<JournalPage<TradeRow>> ReadTradesAsync(JournalQuery query);

    /// <summary>Events with a higher id, in order.</summary>
    Task<ImmutableArray<EventRow>> ReadEventsAsync(string? userId, long afterId, int limit);

    /// <summary>The highest id of an event, 0 for none.</summary>
    Task<long> ReadLastEventAsync(string? userId);

    /// <summary>The highest id of an event that is not kept any more, 0 for none.</summary>
    Task<long> ReadLastDroppedEventAsync(string? userId, MarketSymbol? symbol);

    /// <summary>
    /// Completes when events are written from now on: asked for before reading, it misses none. Completed when the service is
    /// about to stop.
    /// </summary>
    Task NextWriteAsync(string? userId);
}
