using System.Collections.Immutable;
using TradingBot.Exchange.MarketData;
using TradingBot.Grains.Journal;
using TradingBot.Grains.Trading.Paper;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Reporting;
using TradingBot.Trading;

namespace TradingBot.Grains.Reporting;

/// <summary>Reads closed candles as <see cref="IMarketDataGrain.GetCandlesAsync"/> does.</summary>
public delegate Task<ImmutableArray<Candle>> CandleSource(long? from, long? to, int limit);

/// <summary>Gathers what a report is computed from: the journal's rows, and the candles that value them.</summary>
/// <param name="journal">The journal.</param>
/// <param name="symbols">The symbols and their assets.</param>
/// <param name="paper">The start balance of paper accounts.</param>
/// <param name="candles">The candles of a series.</param>
public sealed class ReportReader(IJournalReader journal, SymbolDirectory symbols, PaperOptions paper, Func<CandleSeries, CandleSource> candles)
{
    /// <summary>Over all symbols. A longer report takes equity at the closes of longer candles.</summary>
    public const int MostCandles = 50_000;

    private const int CandlesAtATime = 1_500;

    /// <summary>Makes the report.</summary>
    /// <param name="query">A query without errors.</param>
    public async Task<TradingReport> ReadAsync(ReportQuery query)
    {
        if (!ReportQuery.TryFindTimeZone(query.TimeZone, out var zone))
            throw new ArgumentException($"'{query.TimeZone}' is not a time zone.", nameof(query));
        var rows = new JournalQuery(query.UserId, query.Symbol, Mode: query.Mode, To: query.To, OldestFirst: true, Limit: JournalQuery.MaxLimit);
        var quoted = new Dictionary<MarketSymbol, bool>();
        var fills = await AllAsync(rows, journal.ReadFillsAsync);
        foreach (var symbol in fills.Select(f => f.Symbol).Distinct())
            quoted[symbol] = await IsQuotedInAsync(symbol, query.QuoteAsset);
        fills.RemoveAll(f => !quoted[f.Symbol]);

        // A trade that was closed after the fills were read has no place among them.
        var known = fills.Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        var trades = await AllAsync(rows, journal.ReadTradesAsync);
        trades.RemoveAll(t => !known.Contains(t.Id));

        var capital = query.Capital ?? default(Fixed16);
        if (query.Capital is null)
        {
            var accounts = Math.Max(1, fills.Select(f => (f.UserId, f.Symbol.Market)).Distinct().Count());
            capital = (Fixed16)paper.StartBalance * accounts;
        }

        if (fills.Count == 0)
            return TradingReports.From(query, zone, capital, query.From ?? 0, null, []);
        var from = query.From ?? await BeginAsync(rows, fills[0]);
        var groups = fills.GroupBy(f => f.Symbol).ToArray();
        var resolution = await ResolutionAsync(groups, from, query.To);
        var histories = new List<TradingHistory>();
        foreach (var group in groups)
        {
            var (closes, before) = await ClosesAsync(group, resolution, from, query.To);
            histories.Add(new(group.Key, [.. group], [.. trades.Where(t => t.Symbol == group.Key)], closes, before));
        }

        return TradingReports.From(query, zone, capital, from, resolution, histories);
    }

    private static async Task<List<T>> AllAsync<T>(JournalQuery query, Func<JournalQuery, Task<JournalPage<T>>> read)
    {
        var all = new List<T>();
        do
        {
            var page = await read(query);
            all.AddRange(page.Items);
            query = query with { Cursor = page.NextCursor };
        }
        while (query.Cursor is not null);
        return all;
    }

    // A symbol that the source of candles does not have, or cannot be asked for, tells its quote asset by its name.
    private async Task<bool> IsQuotedInAsync(MarketSymbol symbol, string quoteAsset)
    {
        try
        {
            if (await symbols.FindAsync(symbol) is { } info)
                return info.QuoteAsset == quoteAsset;
        }
        catch (VenueUnavailableException)
        {
            // Then its name tells it, too.
        }

        return symbol.Symbol.EndsWith(quoteAsset, StringComparison.Ordinal);
    }

    private async Task<long> BeginAsync(JournalQuery rows, FillRow firstFill) =>
        (await journal.ReadOrdersAsync(rows with { Limit = 1 })).Items is [{ Time: > 0 } first]
            ? Math.Min(first.Interval.OpenTimeOf(first.Time - 1), firstFill.Time)
            : firstFill.Time;

    // The shortest interval that the traders had, or the next longer one with which there are not too many candles.
    private async Task<CandleInterval> ResolutionAsync(IGrouping<MarketSymbol, FillRow>[] groups, long from, long? to)
    {
        var shortest = groups.SelectMany(g => g).Select(f => f.Interval).Distinct().MinBy(i => i.MaxLength);
        var end = groups.Max(g => g.Last().Time);
        foreach (var group in groups)
        {
            if (await TryReadAsync(new(group.Key, group.Last().Interval), null, to - 1, 1) is [var last])
                end = Math.Max(end, last.OpenTime);
        }

        return CandleInterval.Names.Select(CandleInterval.Parse)
            .First(i => i.MaxLength >= shortest.MaxLength && ((end - from) / i.MaxLength * groups.Length <= MostCandles || i.Name == "1M"));
    }

    private async Task<(IReadOnlyList<CandleClose> Closes, Fixed8 Before)> ClosesAsync(
        IGrouping<MarketSymbol, FillRow> fills, CandleInterval resolution, long from, long? to)
    {
        // A recording may have the trader's interval alone; without any candles, the fills themselves are all that is known.
        foreach (var interval in new[] { resolution, fills.Last().Interval })
        {
            var series = new CandleSeries(fills.Key, interval);
            if (await TryReadAsync(series, from, to - 1, 1) is null)
                continue;
            var before = fills.First().Time < from && await TryReadAsync(series, null, from - 1, 1) is [var last] ? last.Close : default;
            return (await ReadAllAsync(series, from, to), before);
        }

        return ([.. fills.Where(f => f.Time >= from).Select(f => new CandleClose(f.Time, f.Interval.NextOpenTime(f.Time), f.Price))], default);
    }

    private async Task<List<CandleClose>> ReadAllAsync(CandleSeries series, long from, long? to)
    {
        var closes = new List<CandleClose>();
        for (var next = from; to is null || next < to;)
        {
            var page = await candles(series)(next, to - 1, CandlesAtATime);
            if (page.IsEmpty)
                break;
            closes.AddRange(page.Select(c => new CandleClose(c.OpenTime, series.Interval.NextOpenTime(c.OpenTime), c.Close)));
            next = page[^1].OpenTime + 1;
        }

        return closes;
    }

    private async Task<ImmutableArray<Candle>?> TryReadAsync(CandleSeries series, long? from, long? to, int limit)
    {
        try
        {
            return await candles(series)(from, to, limit);
        }
        catch (Exception absent) when (absent is UnknownSymbolException or UnavailableIntervalException)
        {
            return null;
        }
    }
}
