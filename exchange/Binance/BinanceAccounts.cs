using TradingBot.Exchange.Binance.Signing;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Binance;

/// <summary>The accounts of one venue that are in use in this process, one a market and API key.</summary>
/// <param name="create">Makes and connects one.</param>
internal sealed class BinanceAccounts(Func<MarketType, BinanceCredentials, bool, BinanceAccount> create)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(MarketType Market, string ApiKey), BinanceAccount> _accounts = [];

    /// <summary>Gives the account of a key, to be handed back by <see cref="ReleaseAsync"/>.</summary>
    /// <param name="market">Market.</param>
    /// <param name="credentials">The key.</param>
    /// <param name="owned">The credentials become the account's, which disposes of them when nobody uses it.</param>
    public BinanceAccount Acquire(MarketType market, BinanceCredentials credentials, bool owned)
    {
        lock (_gate)
        {
            if (!_accounts.TryGetValue((market, credentials.ApiKey), out var account))
                _accounts.Add((market, credentials.ApiKey), account = create(market, credentials, owned));
            else if (owned)
                credentials.Dispose();
            account.Users++;
            return account;
        }
    }

    /// <summary>The account of a key if somebody uses it, to be handed back by <see cref="ReleaseAsync"/>; else null.</summary>
    public BinanceAccount? TryAcquire(MarketType market, string apiKey)
    {
        lock (_gate)
        {
            if (_accounts.TryGetValue((market, apiKey), out var account))
                account.Users++;
            return account;
        }
    }

    public async ValueTask ReleaseAsync(MarketType market, BinanceAccount account)
    {
        lock (_gate)
        {
            if (--account.Users > 0)
                return;
            _accounts.Remove((market, account.Credentials.ApiKey));
        }

        await account.DisposeAsync();
    }
}
