using TradingBot.Exchange;
using TradingBot.ExchangeAccounts;
using TradingBot.Grains.MarketData;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <summary>
/// Keeps a trader connected to its venue: opens it, tries again at growing intervals while it is out of reach, and has the trader
/// look when something was reported or is overdue. Its calls take turns.
/// </summary>
/// <param name="selector">Opens venues.</param>
/// <param name="key">The trader.</param>
/// <param name="findAccess">The user's key for a mode, if there is one.</param>
/// <param name="wake">To be called on any thread when the venue has reported something.</param>
/// <param name="time">Clock.</param>
public sealed class VenueConnection(
    ExchangeSelector selector, TraderKey key, Func<TradingMode, Task<TradingAccess?>> findAccess, Action wake, TimeProvider time)
{
    private static readonly TimeSpan LongestWithPosition = TimeSpan.FromSeconds(2);

    private readonly Backoff _backoff = new();
    private ILiveExchange? _exchange;
    private SealedCredentials? _credentials;
    private long _lastAttempt;
    private TimeSpan _pause;

    /// <summary>Does what is due: opens the venue, or has the trader look at what is overdue.</summary>
    public Task TickAsync(Trader trader, TradingMode mode)
    {
        var due = _exchange is null ? TimeSpan.Zero : trader.Attention ?? Timeout.InfiniteTimeSpan;
        if (due == Timeout.InfiniteTimeSpan || time.GetElapsedTime(_lastAttempt) < Max(due, _pause))
            return Task.CompletedTask;
        return TryAsync(trader, mode);
    }

    /// <summary>The venue has reported something.</summary>
    public Task OnVenueAsync(Trader trader, TradingMode mode) => _exchange is null ? TickAsync(trader, mode) : TryAsync(trader, mode);

    /// <summary>The user's keys, or what is known of them, have changed.</summary>
    public async Task OnKeysAsync(Trader trader, TradingMode mode)
    {
        var access = await findAccess(mode);
        if (_exchange is not null && access?.Credentials != _credentials)
        {
            trader.Disconnect("the API key has changed");
            await CloseAsync();
        }

        _pause = TimeSpan.Zero;
        await TryAsync(trader, mode, access);
    }

    /// <summary>Leaves the venue.</summary>
    public async Task CloseAsync()
    {
        if (_exchange is not { } exchange)
            return;
        (_exchange, _credentials) = (null, null);
        exchange.Reported = null;
        await exchange.DisposeAsync();
    }

    private async Task TryAsync(Trader trader, TradingMode mode, TradingAccess? changed = null)
    {
        try
        {
            if (changed is not null)
                await trader.HoldEntriesAsync(selector.Objection(mode, key.Symbol.Market, changed.Key));
            if (_exchange is not null)
                await trader.LookAsync();
            else if (!await OpenAsync(trader, mode))
                return;
            _backoff.Reset();
            _pause = TimeSpan.Zero;
        }
        catch (VenueUnavailableException e)
        {
            trader.Lose(e.Message);
            _pause = _backoff.Next();
            if (_pause > LongestWithPosition && trader.HasOpenBusiness)
                _pause = LongestWithPosition;
        }
        finally
        {
            _lastAttempt = time.GetTimestamp();
        }
    }

    private async Task<bool> OpenAsync(Trader trader, TradingMode mode)
    {
        var access = await findAccess(mode);
        await trader.HoldEntriesAsync(selector.Objection(mode, key.Symbol.Market, access?.Key));
        if (access is null)
        {
            trader.Lose(ExchangeSelector.MissingKey(mode, key.Symbol.Market));
            _pause = _backoff.Next();
            return false;
        }

        if (await selector.OpenAsync(key, access.Credentials) is not { } exchange)
            throw new VenueUnavailableException($"{ExchangeAccountKey.NameOf(mode)} does not have {key.Symbol}");
        (_exchange, _credentials) = (exchange, access.Credentials);
        exchange.Reported = wake;
        await trader.ConnectAsync(exchange);
        return true;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
