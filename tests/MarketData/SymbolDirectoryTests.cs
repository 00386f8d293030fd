using System.Collections.Immutable;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Tests.MarketData;

public sealed class SymbolDirectoryTests
{
    private static readonly SymbolInfo Spot = SymbolCatalogue.Find(MarketSymbol.Parse("spot:BTCUSDT"))!;
    private static readonly SymbolInfo Usdm = SymbolCatalogue.Find(MarketSymbol.Parse("usdm:BTCUSDT"))!;

    private readonly ManualTimeProvider _time = new();
    private readonly SymbolsOnly _feed = new();
    private readonly SymbolDirectory _symbols;

    public SymbolDirectoryTests()
    {
        Answer(MarketType.Spot, Spot);
        _symbols = new(_feed, _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_market_that_cannot_be_asked_is_not_taken_for_an_empty_one()
    {
        Refuse(MarketType.Usdm);
        (await _symbols.FindAsync(Spot.Id, Cancellation)).ShouldBe(Spot);
        (await _symbols.GetAllAsync(Cancellation)).ShouldBe([Spot]);
        await Should.ThrowAsync<VenueUnavailableException>(async () => await _symbols.FindAsync(Usdm.Id, Cancellation));

        Answer(MarketType.Usdm, Usdm);
        (await _symbols.FindAsync(Usdm.Id, Cancellation)).ShouldBe(Usdm);
        (await _symbols.GetAllAsync(Cancellation)).ShouldBe([Spot, Usdm]);
    }

    [Fact]
    public async Task What_was_known_lasts_through_an_outage()
    {
        await _symbols.FindAsync(Spot.Id, Cancellation);
        Refuse(MarketType.Spot);
        _time.Advance(TimeSpan.FromHours(1));
        (await _symbols.FindAsync(Spot.Id, Cancellation)).ShouldBe(Spot);

        Answer(MarketType.Spot);
        _time.Advance(TimeSpan.FromHours(1));
        (await _symbols.FindAsync(Spot.Id, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task No_market_at_all_is_a_failure()
    {
        Refuse(MarketType.Spot);
        Refuse(MarketType.Usdm);
        await Should.ThrowAsync<VenueUnavailableException>(async () => await _symbols.GetAllAsync(Cancellation));
    }

    private void Answer(MarketType market, params ImmutableArray<SymbolInfo> symbols) => _feed.Symbols[market] = symbols;

    private void Refuse(MarketType market) => _feed.Symbols.Remove(market);

    private sealed class SymbolsOnly : ICandleFeed
    {
        public Dictionary<MarketType, ImmutableArray<SymbolInfo>> Symbols { get; } = [];

        public ValueTask<ImmutableArray<SymbolInfo>> GetSymbolsAsync(MarketType market, CancellationToken cancellationToken) =>
            Symbols.TryGetValue(market, out var symbols) ? new(symbols) : throw new VenueUnavailableException("away");

        public Task<ImmutableArray<Candle>> GetHistoryAsync(CandleSeries series, long? from, long? to, int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IAsyncDisposable> SubscribeAsync(CandleSeries series, long? after, ICandleFeedSink sink, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
