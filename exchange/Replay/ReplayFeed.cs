using System.Collections.Concurrent;
using System.Collections.Immutable;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Exchange.Replay;

/// <summary>
/// Recorded candles, played at any speed: <see cref="CandleFile"/> says which files it reads. The recordings of a series are
/// held in memory from its first use on (56 bytes a candle), so a wrong line is found before the first candle is delivered.
/// <para>
/// Nobody sees the recording's future: history ends at the last candle delivered, and there is none before the first. To
/// subscribe behind a candle says that it and all before it have been delivered (by an earlier process).
/// </para>
/// <para>
/// Every candle takes one interval at the given speed, holes none. Only the recorded interval can be played. Sends closed
/// klines only: they never get lost on the way, so the frames of candles that open would say nothing new.
/// </para>
/// </summary>
public sealed class ReplayFeed : ICandleFeed
{
    private static readonly ImmutableArray<string> QuoteAssets =
        ["USDT", "USDC", "FDUSD", "TUSD", "BUSD", "EUR", "TRY", "BRL", "USD", "BTC", "ETH", "BNB"];

    private readonly ConcurrentDictionary<CandleSeries, Lazy<Recording>> _recordings = new();
    private readonly ILookup<MarketSymbol, RecordedFile> _files;
    private readonly double _speed;
    private readonly TimeProvider _timeProvider;

    /// <summary>Finds the recordings; reads none of them yet.</summary>
    /// <param name="options">Where they are.</param>
    /// <param name="speed">How many times faster than real time, above 0 to 1,000,000; 0 for as fast as possible.</param>
    /// <param name="timeProvider">Real time.</param>
    /// <exception cref="CandleFileException">There are none, or it is not clear of which symbol one is.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The speed is out of range.</exception>
    public ReplayFeed(ReplayOptions options, double speed, TimeProvider timeProvider)
    {
        if (!(speed is >= 0 and <= MarketDataOptions.MaxSpeed))
            throw new ArgumentOutOfRangeException(nameof(speed), speed, $"The speed must be 0 to {MarketDataOptions.MaxSpeed}.");
        _files = RecordedFile.Find(options).ToLookup(f => f.Symbol);
        _speed = speed;
        _timeProvider = timeProvider;
    }

    /// <summary>The series that are recorded. Reads the recordings whose names do not say their interval.</summary>
    /// <exception cref="CandleFileException">A recording cannot be read.</exception>
    public Task<ImmutableArray<CandleSeries>> GetSeriesAsync(CancellationToken cancellationToken) =>
        Task.Run(
            () => _files.SelectMany(g => g).Select(f => new CandleSeries(f.Symbol, f.Interval)).Distinct().ToImmutableArray(),
            cancellationToken);

    /// <summary>Reads all recordings, so that wrong lines are found now instead of at the first use of a series.</summary>
    /// <exception cref="CandleFileException">A recording cannot be read, or two overlap.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var series in await GetSeriesAsync(cancellationToken))
            await FindAsync(series, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A symbol that <see cref="SymbolCatalogue"/> does not have gets filters that change nothing: tick and step 0.00000001,
    /// no smallest notional.
    /// </remarks>
    public ValueTask<ImmutableArray<SymbolInfo>> GetSymbolsAsync(MarketType market, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ImmutableArray.CreateRange(_files.Where(g => g.Key.Market == market).Select(g => SymbolCatalogue.Find(g.Key) ?? Neutral(g.Key))));

    /// <inheritdoc/>
    /// <exception cref="UnknownSymbolException">Nothing is recorded of the symbol.</exception>
    /// <exception cref="UnavailableIntervalException">The symbol is recorded at another interval.</exception>
    /// <exception cref="CandleFileException">The recording cannot be read.</exception>
    public async Task<ImmutableArray<Candle>> GetHistoryAsync(
        CandleSeries series, long? from, long? to, int limit, CancellationToken cancellationToken)
    {
        HistoryLimits.Check(limit);
        return (await FindAsync(series, cancellationToken)).Query(from, to, limit);
    }

    /// <inheritdoc/>
    /// <exception cref="UnknownSymbolException">Nothing is recorded of the symbol.</exception>
    /// <exception cref="UnavailableIntervalException">The symbol is recorded at another interval.</exception>
    /// <exception cref="CandleFileException">The recording cannot be read.</exception>
    public async Task<IAsyncDisposable> SubscribeAsync(
        CandleSeries series, long? after, ICandleFeedSink sink, CancellationToken cancellationToken)
    {
        var recording = await FindAsync(series, cancellationToken);
        var first = 0;
        if (after is >= 0 and < long.MaxValue)
        {
            recording.Reach(after.Value);
            first = recording.IndexOf(after.Value + 1);
        }

        var subscription = new ReplaySubscription(recording, series, first, _speed, sink, _timeProvider);
        subscription.Start();
        return subscription;
    }

    private Task<Recording> FindAsync(CandleSeries series, CancellationToken cancellationToken)
    {
        if (!_files.Contains(series.Symbol))
            throw new UnknownSymbolException(series.Symbol, $"recorded are {string.Join(", ", _files.Select(g => g.Key))}");
        var recording = _recordings.GetOrAdd(series, s => new(() => Load(s)));
        return recording.IsValueCreated
            ? Task.FromResult(recording.Value)
            : Task.Run(() => recording.Value, cancellationToken);
    }

    private Recording Load(CandleSeries series)
    {
        var files = _files[series.Symbol].ToList();
        var matching = files.Where(f => f.Interval == series.Interval).ToList();
        return matching.Count > 0
            ? Recording.Join(matching, series.Interval)
            : throw new UnavailableIntervalException(series, files.Select(f => f.Interval).Distinct());
    }

    private static SymbolInfo Neutral(MarketSymbol symbol)
    {
        var quote = QuoteAssets.FirstOrDefault(q => symbol.Symbol.Length > q.Length && symbol.Symbol.EndsWith(q, StringComparison.Ordinal)) ?? "USDT";
        var asset = symbol.Symbol.EndsWith(quote, StringComparison.Ordinal) ? symbol.Symbol[..^quote.Length] : symbol.Symbol;
        var unit = new Fixed8(1);
        return new(symbol, asset, quote, unit, unit, unit, Candle.MaxPrice, Fixed8.Zero);
    }
}
