using TradingBot.Exchange.Binance;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Simulator;

/// <summary>A trader's session at the simulated venue: places by intent number and books reports as a trader does.</summary>
internal sealed class TraderSession : IAsyncDisposable
{
    private const string Trader = "alice/spot:BTCUSDT";

    private readonly BinanceVenue _venue;
    private readonly SymbolInfo _symbol;

    private TraderSession(BinanceVenue venue, SymbolInfo symbol, BinanceExchange exchange) => (_venue, _symbol, Exchange) = (venue, symbol, exchange);

    public BinanceExchange Exchange { get; }

    /// <summary>Everything booked, in order.</summary>
    public List<ExecutionReport> Booked { get; } = [];

    public long Acknowledged { get; set; }

    public static async Task<TraderSession> OpenAsync(SimulatedVenue simulated, MarketType market, CancellationToken cancellationToken, bool connected = true)
    {
        var venue = simulated.Venue();
        var symbol = (await venue.Feed.GetSymbolsAsync(market, cancellationToken)).Single(s => s.Id == new MarketSymbol(market, "BTCUSDT"));
        var exchange = venue.Open(symbol, Trader, simulated.Key);
        if (connected)
            await Poll.UntilAsync(() => exchange.IsConnected);
        return new(venue, symbol, exchange);
    }

    public OrderRequest Order(long id, OrderType type, OrderSide side, string trigger = "0", string limit = "0", string quantity = "1") =>
        new(_symbol.Id, id, ClientOrderIds.Of(ClientOrderIds.PrefixOf(Trader), id), side, type, Fixed8.Parse(quantity), Fixed8.Parse(trigger),
            Fixed8.Parse(limit), side == OrderSide.Sell, 1, default);

    /// <summary>Asks for reports and books them, until none is left.</summary>
    public async Task<VenueStep> BookAsync()
    {
        while (true)
        {
            var step = await Exchange.AdvanceAsync(default, Acknowledged);
            if (step.AtClose)
                return step;
            Booked.AddRange(step.Reports);
            Acknowledged = step.Reports[^1].Sequence;
        }
    }

    /// <summary>Books until a number of reports has arrived.</summary>
    public async Task BookAsync(int count, CancellationToken cancellationToken)
    {
        var look = 0;
        await Poll.UntilAsync(
            async () =>
            {
                // As a trader does, only sooner.
                if (++look % 10 == 0)
                    await Exchange.SurveyAsync(withHolding: false);
                await BookAsync();
                return Booked;
            },
            booked => booked.Count >= count);
    }

    public async ValueTask DisposeAsync()
    {
        await Exchange.DisposeAsync();
        await _venue.DisposeAsync();
    }
}
