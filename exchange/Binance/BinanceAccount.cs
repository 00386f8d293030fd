using System.Collections.Immutable;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Spot;
using TradingBot.Exchange.Binance.Usdm;
using TradingBot.Exchange.Binance.UserData;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance;

/// <summary>
/// One account on one market as this process sees it, shared by all traders on it: one user data stream, whose events go to the
/// traders of their symbol, and the balances, which events keep up to date.
/// </summary>
internal sealed class BinanceAccount : IUserDataSink, IAsyncDisposable
{
    // Events tell every change; this only repairs what a lost one has left wrong.
    private static readonly TimeSpan BalancesAge = TimeSpan.FromMinutes(1);

    // Who asks before the stream runs must ask again when it does.
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _firstConnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly SpotClient _spot;
    private readonly UsdmClient _usdm;
    private readonly MarketType _market;
    private readonly TimeProvider _timeProvider;
    private readonly SemaphoreSlim _asking = new(1);
    private ImmutableDictionary<string, ImmutableArray<IUserDataSink>> _traders = ImmutableDictionary<string, ImmutableArray<IUserDataSink>>.Empty;
    private Dictionary<string, AssetBalance> _balances = [];
    private IAsyncDisposable? _stream;
    private bool _connected;
    private bool _stale = true;
    private long _askedAt;
    private long _events;

    public BinanceAccount(SpotClient spot, UsdmClient usdm, MarketType market, BinanceCredentials credentials)
    {
        (_spot, _usdm, _market, Credentials) = (spot, usdm, market, credentials);
        _timeProvider = spot.Connection.TimeProvider;
    }

    public BinanceCredentials Credentials { get; }

    /// <summary>Whether the credentials end with the account.</summary>
    public bool OwnsCredentials { get; init; }

    /// <summary>Who uses it; kept by <see cref="BinanceAccounts"/>.</summary>
    public int Users { get; set; }

    /// <summary>Whether the user data stream runs.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_gate)
                return _connected;
        }
    }

    /// <summary>Waits a little for the stream to run for the first time.</summary>
    public async Task UntilConnectedAsync()
    {
        if (!_firstConnected.Task.IsCompleted)
            await Task.WhenAny(_firstConnected.Task, Task.Delay(ConnectPatience, _timeProvider));
    }

    public void Start(IAsyncDisposable stream) => _stream = stream;

    /// <summary>From here on a trader hears of its symbol's orders, and at once whether the stream runs.</summary>
    public void Add(string symbol, IUserDataSink trader)
    {
        bool connected;
        lock (_gate)
        {
            _traders = _traders.SetItem(symbol, _traders.GetValueOrDefault(symbol, []).Add(trader));
            connected = _connected;
        }

        trader.OnState(connected);
    }

    public void Remove(string symbol, IUserDataSink trader)
    {
        lock (_gate)
            _traders = _traders.SetItem(symbol, _traders.GetValueOrDefault(symbol, []).Remove(trader));
    }

    /// <summary>Balances may be wrong: they are asked for before they are used again.</summary>
    public void Distrust()
    {
        lock (_gate)
            _stale = true;
    }

    /// <summary>The balance of an asset; on USDⓈ-M its wallet balance.</summary>
    /// <exception cref="BinanceException">It must be asked for, and Binance cannot be asked.</exception>
    public async ValueTask<AssetBalance> BalanceAsync(string asset)
    {
        await EnsureBalancesAsync();
        lock (_gate)
            return _balances.GetValueOrDefault(asset);
    }

    /// <summary>The same, or null when it must be asked for and Binance cannot be asked.</summary>
    public async ValueTask<AssetBalance?> TryBalanceAsync(string asset)
    {
        try
        {
            return await BalanceAsync(asset);
        }
        catch (BinanceException)
        {
            return null;
        }
    }

    /// <summary>All balances above zero, by asset.</summary>
    /// <exception cref="BinanceException">They must be asked for, and Binance cannot be asked.</exception>
    public async ValueTask<ImmutableArray<AssetBalance>> BalancesAsync()
    {
        await EnsureBalancesAsync();
        lock (_gate)
            return [.. _balances.Values.Where(static b => b.Total != Fixed16.Zero).OrderBy(static b => b.Asset, StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is { } stream)
            await stream.DisposeAsync();
        if (OwnsCredentials)
            Credentials.Dispose();
    }

    void IUserDataSink.OnOrder(OrderEvent e)
    {
        foreach (var trader in _traders.GetValueOrDefault(e.Symbol, []))
            trader.OnOrder(e);
    }

    void IUserDataSink.OnBalance(string asset, decimal total, decimal free)
    {
        lock (_gate)
        {
            _events++;
            _balances[asset] = new(asset, Exact(total), Exact(free));
        }
    }

    void IUserDataSink.OnState(bool connected)
    {
        lock (_gate)
        {
            _connected = connected;
            // What the stream missed must be asked for, also when it has just come back.
            _stale = true;
        }

        foreach (var (_, traders) in _traders)
        {
            foreach (var trader in traders)
                trader.OnState(connected);
        }

        if (connected)
            _firstConnected.TrySetResult();
    }

    private async ValueTask EnsureBalancesAsync()
    {
        bool stale;
        lock (_gate)
        {
            stale = _stale;
            if (!stale && _timeProvider.GetElapsedTime(_askedAt) < BalancesAge)
                return;
        }

        if (stale)
            await AskAsync();
        else
            _ = AskLaterAsync();
    }

    private async Task AskLaterAsync()
    {
        try
        {
            await AskAsync();
        }
        catch (BinanceException)
        {
            // What events have told stays; the next use tries again.
        }
    }

    private async Task AskAsync()
    {
        await _asking.WaitAsync();
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                long events;
                lock (_gate)
                {
                    if (!_stale && _timeProvider.GetElapsedTime(_askedAt) < BalancesAge)
                        return;
                    events = _events;
                    // Without the stream, nothing keeps the answer up to date.
                    _stale = !_connected;
                }

                Dictionary<string, AssetBalance> balances;
                try
                {
                    balances = await ReadAsync();
                }
                catch
                {
                    Distrust();
                    throw;
                }

                lock (_gate)
                {
                    // An event that came meanwhile may be newer than the answer; ask once more, then believe it.
                    if (events != _events && attempt == 0)
                    {
                        _stale = true;
                        continue;
                    }

                    _balances = balances;
                    _askedAt = _timeProvider.GetTimestamp();
                    return;
                }
            }
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<Dictionary<string, AssetBalance>> ReadAsync()
    {
        if (_market == MarketType.Usdm)
        {
            return (await _usdm.GetBalancesAsync(Credentials, CancellationToken.None)).OrThrow()
                .ToDictionary(b => b.Asset ?? "", b => new AssetBalance(b.Asset ?? "", Exact(b.Balance), Exact(b.Balance)), StringComparer.Ordinal);
        }

        return ((await _spot.GetAccountAsync(Credentials, CancellationToken.None)).OrThrow().Balances ?? [])
            .ToDictionary(b => b.Asset ?? "", b => new AssetBalance(b.Asset ?? "", Exact(b.Free + b.Locked), Exact(b.Free)), StringComparer.Ordinal);
    }

    private static Fixed16 Exact(decimal amount) => Fixed16.FromDecimal(Math.Truncate(amount * 100_000_000m) / 100_000_000m);
}
