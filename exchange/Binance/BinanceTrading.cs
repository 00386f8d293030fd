using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.ExchangeAccounts;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance;

/// <summary>Binance's venues as traders and accounts use them: by mode and with sealed keys, which are opened here and nowhere else.</summary>
/// <param name="venues">Holds a <see cref="BinanceVenue"/> an environment, keyed by it.</param>
/// <param name="keys">Opens keys.</param>
public sealed class BinanceTrading(IServiceProvider venues, BinanceKeySealer keys)
{
    /// <summary>A trader's access to its symbol.</summary>
    /// <param name="trader">The trader.</param>
    /// <param name="key">The sealed key of its user.</param>
    /// <returns>Null when the venue does not have the symbol.</returns>
    /// <exception cref="VenueUnavailableException">The venue cannot be asked, or the key cannot be opened.</exception>
    public async Task<ILiveExchange?> OpenAsync(TraderKey trader, SealedCredentials key)
    {
        var venue = VenueOf(key.Account.Venue);
        return await venue.FindSymbolAsync(trader.Symbol, CancellationToken.None) is { } symbol
            ? venue.Open(symbol, trader.ToString(), Open(key), owned: true)
            : null;
    }

    /// <summary>Has the venue say what a key may do.</summary>
    /// <exception cref="VenueUnavailableException">The key cannot be opened.</exception>
    public async Task<KeyVerdict> CheckAsync(SealedCredentials key, MarketType market)
    {
        using var credentials = Open(key);
        return await VenueOf(key.Account.Venue).CheckKeyAsync(market, credentials, CancellationToken.None);
    }

    /// <summary>What an account holds, at most some minutes old.</summary>
    /// <exception cref="VenueUnavailableException">The venue cannot be asked, or the key cannot be opened.</exception>
    public Task<ImmutableArray<AssetBalance>> ReadBalancesAsync(SealedCredentials key, MarketType market) =>
        VenueOf(key.Account.Venue).ReadBalancesAsync(market, Open(key));

    private BinanceCredentials Open(SealedCredentials key)
    {
        try
        {
            return keys.Open(key);
        }
        catch (CryptographicException e)
        {
            throw new VenueUnavailableException($"the stored key cannot be opened ({e.Message}); store it again", e);
        }
    }

    private BinanceVenue VenueOf(TradingMode mode) => venues.GetRequiredKeyedService<BinanceVenue>(mode switch
    {
        TradingMode.Testnet => BinanceEnvironment.Testnet,
        TradingMode.Demo => BinanceEnvironment.Demo,
        TradingMode.Live => BinanceEnvironment.Live,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Paper trading has no venue."),
    });
}
