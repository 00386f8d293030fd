using System.Collections.Immutable;
using Orleans.Concurrency;
using TradingBot.MarketData;
using TradingBot.Reporting;

namespace TradingBot.Journal;

/// <summary>
/// What the service did, to read. Key: a user id, whose rows alone it gives; or <see cref="AllUsers"/> for administrators, which
/// gives everybody's rows and lets a query narrow them to one user. Invalid queries are bugs of the caller, who validates first.
/// </summary>
[Alias("journal")]
public interface IJournalGrain : IGrainWithStringKey
{
    /// <summary>The administrators' key. No user id is like it.</summary>
    const string AllUsers = "*";

    /// <summary>The longest that <see cref="WaitForEventsAsync"/> takes.</summary>
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>Orders.</summary>
    /// <exception cref="ArgumentException">The query has errors.</exception>
    [Alias("orders")]
    [AlwaysInterleave]
    Task<JournalPage<OrderRow>> GetOrdersAsync(JournalQuery query);

    /// <summary>Fills.</summary>
    /// <exception cref="ArgumentException">The query has errors.</exception>
    [Alias("fills")]
    [AlwaysInterleave]
    Task<JournalPage<FillRow>> GetFillsAsync(JournalQuery query);

    /// <summary>Closed trades.</summary>
    /// <exception cref="ArgumentException">The query has errors.</exception>
    [Alias("trades")]
    [AlwaysInterleave]
    Task<JournalPage<TradeRow>> GetTradesAsync(JournalQuery query);

    /// <summary>The number of the last event, 0 before the first: where a reader begins who wants only what is new.</summary>
    [Alias("last-event")]
    [AlwaysInterleave]
    Task<long> GetLastEventAsync();

    /// <summary>
    /// The highest number of an event that is not kept any more, 0 for none: a reader who was before it may have missed some.
    /// </summary>
    /// <param name="symbol">Of one symbol's traders only, or null.</param>
    [Alias("last-dropped-event")]
    [AlwaysInterleave]
    Task<long> GetLastDroppedEventAsync(MarketSymbol? symbol);

    /// <summary>Events in order.</summary>
    /// <param name="afterId">The last event that the reader has, 0 for none.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("read-events")]
    [AlwaysInterleave]
    Task<ImmutableArray<EventRow>> ReadEventsAsync(long afterId, int limit);

    /// <summary>
    /// Events in order, as soon as there is one. Empty when nothing has happened for <see cref="LongestWait"/> or the service is
    /// about to stop.
    /// </summary>
    /// <param name="afterId">The last event that the reader has, 0 for none.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("wait-for-events")]
    [AlwaysInterleave]
    Task<ImmutableArray<EventRow>> WaitForEventsAsync(long afterId, int limit);

    /// <summary>What trading has achieved.</summary>
    /// <exception cref="ArgumentException">The query has errors.</exception>
    [Alias("report")]
    [AlwaysInterleave]
    Task<TradingReport> GetReportAsync(ReportQuery query);
}
