using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Exchange.MarketData;
using TradingBot.Grains.Reporting;
using TradingBot.Grains.Trading.Paper;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Reporting;
using TradingBot.Trading;

namespace TradingBot.Grains.Journal;

/// <summary>Reads the journal for one user, or for administrators. Holds nothing.</summary>
public sealed class JournalGrain(IJournalReader journal, SymbolDirectory symbols, PaperOptions paper, TimeProvider time) : Grain, IJournalGrain
{
    private string? _userId;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        if (key != IJournalGrain.AllUsers && !TraderKey.IsUserId(key))
            throw new InvalidOperationException($"'{key}' is neither a user id nor {IJournalGrain.AllUsers}.");
        _userId = key == IJournalGrain.AllUsers ? null : key;
        return Task.CompletedTask;
    }

    public Task<JournalPage<OrderRow>> GetOrdersAsync(JournalQuery query) => journal.ReadOrdersAsync(Owned(query));

    public Task<JournalPage<FillRow>> GetFillsAsync(JournalQuery query) => journal.ReadFillsAsync(Owned(query));

    public Task<JournalPage<TradeRow>> GetTradesAsync(JournalQuery query) => journal.ReadTradesAsync(Owned(query));

    public Task<long> GetLastEventAsync() => journal.ReadLastEventAsync(_userId);

    public Task<long> GetLastDroppedEventAsync(MarketSymbol? symbol) => journal.ReadLastDroppedEventAsync(_userId, symbol);

    public Task<ImmutableArray<EventRow>> ReadEventsAsync(long afterId, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, JournalQuery.MaxLimit);
        return journal.ReadEventsAsync(_userId, afterId, limit);
    }

    public async Task<ImmutableArray<EventRow>> WaitForEventsAsync(long afterId, int limit)
    {
        // Before reading: what is written between the two is not missed.
        var next = journal.NextWriteAsync(_userId);
        var events = await ReadEventsAsync(afterId, limit);
        if (!events.IsEmpty)
            return events;
        await next.WaitAsync(IJournalGrain.LongestWait, time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return await ReadEventsAsync(afterId, limit);
    }

    public Task<TradingReport> GetReportAsync(ReportQuery query)
    {
        if (query.Validate() is [var error, ..])
            throw new ArgumentException(error.ToString(), nameof(query));
        return new ReportReader(
            journal, symbols, paper, series => GrainFactory.GetGrain<IMarketDataGrain>(series.ToString()).GetCandlesAsync)
            .ReadAsync(_userId is null ? query : query with { UserId = _userId });
    }

    private JournalQuery Owned(JournalQuery query) =>
        query.Validate() is [var error, ..] ? throw new ArgumentException(error.ToString(), nameof(query))
        : _userId is null ? query
        : query with { UserId = _userId };
}
