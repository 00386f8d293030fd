using System.Collections.Immutable;
using TradingBot.Exchange.Binance.Limits;
using TradingBot.Exchange.Binance.Rest;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Spot;
using TradingBot.Exchange.Binance.Streams;
using TradingBot.Exchange.Binance.Usdm;
using TradingBot.Exchange.Binance.UserData;
using TradingBot.Exchange.Diagnostics;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance;

/// <summary>
/// One of Binance's venues (live, testnet, demo) as this process sees it: one weight budget, clock and set of connections a
/// market, shared by all users.
/// </summary>
public sealed class BinanceVenue : IAsyncDisposable
{
    private readonly BinanceEndpoint _usdmEndpoint;
    private readonly SpotClient _spot;
    private readonly UsdmClient _usdm;
    private readonly SpotUserStreams _spotUsers;
    private readonly BinanceAccounts _accounts;
    private readonly SymbolDirectory _symbols;
    private readonly StreamSettings _settings = new();
    private readonly TimeProvider _timeProvider;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="options">Validated settings.</param>
    /// <param name="environment">Which venue.</param>
    /// <param name="timeProvider">Clock.</param>
    /// <param name="recorder">Takes down the frames of its candles; null for nobody.</param>
    /// <param name="egress">Who shares this process's address; null for nobody.</param>
    public BinanceVenue(
        BinanceOptions options, BinanceEnvironment environment, TimeProvider timeProvider, FrameRecorder? recorder = null, EgressShare? egress = null)
    {
        (Environment, _timeProvider) = (environment, timeProvider);
        var spotEndpoint = options.EndpointOf(MarketType.Spot, environment);
        _usdmEndpoint = options.EndpointOf(MarketType.Usdm, environment);
        var venue = environment.ToString().ToLowerInvariant();
        _spot = new(new(MarketType.Spot, spotEndpoint, options, timeProvider, venue: venue, egress: egress));
        _usdm = new(new(MarketType.Usdm, _usdmEndpoint, options, timeProvider, venue: venue, egress: egress));
        VenueMetrics.Watch(_spot.Connection.Governor, venue, "spot");
        VenueMetrics.Watch(_usdm.Connection.Governor, venue, "usdm");
        _spotUsers = new(new(spotEndpoint.WebSocketApiUrl), _spot.Connection, _settings, timeProvider);
        Feed = new(_spot, _usdm, spotEndpoint, _usdmEndpoint, timeProvider, _settings, recorder);
        _symbols = new(Feed, timeProvider);
        _accounts = new(Connect);
    }

    /// <summary>Which venue.</summary>
    public BinanceEnvironment Environment { get; }

    /// <summary>Its candles and symbols.</summary>
    public BinanceFeed Feed { get; }

    internal SpotClient Spot => _spot;

    internal UsdmClient Usdm => _usdm;

    /// <summary>How far the venue's clock is ahead of this machine's, as last asked; null while it never had to be asked.</summary>
    public TimeSpan? ClockOffset(MarketType market) =>
        ConnectionOf(market).Clock is { Version: > 0 } clock ? TimeSpan.FromMilliseconds(clock.Offset) : null;

    /// <summary>Asks the venue for its time.</summary>
    /// <returns>How far its clock is ahead of this machine's; null when it does not answer, which <see cref="Diagnostics.ComponentHealth"/> explains.</returns>
    public async Task<TimeSpan?> ProbeAsync(MarketType market)
    {
        var connection = ConnectionOf(market);
        return await connection.ResyncAsync(connection.Clock.Version) ? ClockOffset(market) : null;
    }

    private BinanceConnection ConnectionOf(MarketType market) => market == MarketType.Spot ? _spot.Connection : _usdm.Connection;

    /// <summary>The symbol with this venue's filters; null when the venue does not have it.</summary>
    /// <exception cref="BinanceException">Binance cannot be asked.</exception>
    public ValueTask<SymbolInfo?> FindSymbolAsync(MarketSymbol symbol, CancellationToken cancellationToken) =>
        _symbols.FindAsync(symbol, cancellationToken);

    /// <summary>A trader's access to one symbol of one account; the account's user data stream begins to connect.</summary>
    /// <param name="symbol">Symbol and filters.</param>
    /// <param name="traderKey">The trader's grain key, from which its client order ids come.</param>
    /// <param name="credentials">The account; stays the caller's.</param>
    public BinanceExchange Open(SymbolInfo symbol, string traderKey, BinanceCredentials credentials) =>
        Open(symbol, traderKey, credentials, owned: false);

    internal BinanceExchange Open(SymbolInfo symbol, string traderKey, BinanceCredentials credentials, bool owned)
    {
        var account = _accounts.Acquire(symbol.Id.Market, credentials, owned);
        return new(_spot, _usdm, account, symbol, traderKey, () => _accounts.ReleaseAsync(symbol.Id.Market, account));
    }

    /// <summary>What an account holds.</summary>
    /// <param name="market">Market.</param>
    /// <param name="credentials">The account; becomes the venue's.</param>
    /// <exception cref="BinanceException">Binance cannot be asked.</exception>
    internal async Task<ImmutableArray<AssetBalance>> ReadBalancesAsync(MarketType market, BinanceCredentials credentials)
    {
        if (_accounts.TryAcquire(market, credentials.ApiKey) is not { } account)
        {
            // Nobody trades there: asked once, without a stream.
            await using var unused = new BinanceAccount(_spot, _usdm, market, credentials) { OwnsCredentials = true };
            return await unused.BalancesAsync();
        }

        credentials.Dispose();
        try
        {
            return await account.BalancesAsync();
        }
        finally
        {
            await _accounts.ReleaseAsync(market, account);
        }
    }

    /// <summary>Decides whether a key may be stored: it must read and trade, and must not withdraw or transfer.</summary>
    public Task<KeyVerdict> CheckKeyAsync(MarketType market, BinanceCredentials credentials, CancellationToken cancellationToken) =>
        KeyCheck.RunAsync(_spot, _usdm, market, Environment, credentials, _timeProvider.GetUtcNow(), cancellationToken);

    /// <summary>Ends all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await Feed.DisposeAsync();
        await _spotUsers.DisposeAsync();
        VenueMetrics.Forget(_spot.Connection.Governor);
        VenueMetrics.Forget(_usdm.Connection.Governor);
        _spot.Connection.Dispose();
        _usdm.Connection.Dispose();
    }

    private BinanceAccount Connect(MarketType market, BinanceCredentials credentials, bool owned)
    {
        var account = new BinanceAccount(_spot, _usdm, market, credentials) { OwnsCredentials = owned };
        account.Start(market == MarketType.Usdm
            ? new UsdmUserStream(new(_usdmEndpoint.UserStreamUrl), _usdm, credentials, account, _settings, _timeProvider)
            : new Subscription(_spotUsers.Add(credentials, account)));
        return account;
    }

    private sealed class Subscription(IDisposable inner) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            inner.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
