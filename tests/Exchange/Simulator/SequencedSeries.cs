using TradingBot.Exchange.MarketData;
using TradingBot.Grains.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Tests.Exchange.Simulator;

/// <summary>A series on its way from a feed through the sequencer, as in the market-data grain: what comes out is what strategies see.</summary>
internal sealed class SequencedSeries(CandleSeries series, ICandleFeed feed) : ICandleFeedSink, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CandleSequencer _sequencer = new(series.Interval);
    private readonly List<ClosedCandle> _output = [];
    private readonly List<Candle> _seen = [];
    private IAsyncDisposable? _subscription;

    public CandleSeries Series => series;

    /// <summary>Every candle that came out, in order.</summary>
    public Candle[] Seen
    {
        get
        {
            lock (_gate)
                return [.. _seen];
        }
    }

    public long Last
    {
        get
        {
            lock (_gate)
                return _seen.Count == 0 ? -1 : _seen[^1].OpenTime;
        }
    }

    public SequencerCounts Counts => _sequencer.Counts;

    public bool Connected { get; private set; }

    /// <summary>How often the connection was lost.</summary>
    public int Outages { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken) => _subscription = await feed.SubscribeAsync(series, null, this, cancellationToken);

    public async ValueTask OnKlineAsync(Candle candle, bool isClosed)
    {
        _sequencer.OnKline(candle, isClosed, _output);
        Take();
        // A request that fails is not repeated here: the next frame shows that something is missing still.
        while (_sequencer.Needed is { } needed)
        {
            var history = await feed.GetHistoryAsync(series, needed.From, needed.To, 1_000, CancellationToken.None);
            _sequencer.OnHistory(needed, [.. history], _output);
            Take();
        }
    }

    public ValueTask OnStateAsync(FeedState state, string reason)
    {
        Outages += Connected && state != FeedState.Connected ? 1 : 0;
        Connected = state == FeedState.Connected;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _subscription?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Take()
    {
        lock (_gate)
            _seen.AddRange(_output.Select(static c => c.Candle));
        _output.Clear();
    }
}
