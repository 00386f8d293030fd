using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Http;
using TradingBot.ExchangeAccounts;
using TradingBot.MarketData;

namespace TradingBot.ClientApi.ExchangeKeys;

/// <summary>The one way by which an API key gets in: sealed here, checked by the venue, stored if it is safe.</summary>
internal static class ExchangeKeyIntake
{
    /// <exception cref="RequestException">The key is not stored, for the reason given.</exception>
    public static async Task<ExchangeKeysResponse> StoreAsync(
        ExchangeAccountKey account, string apiKey, string secret, MarketType? market, IClusterClient grains, IExchangeKeySealer sealer)
    {
        var dataKey = await grains.GetGrain<IUserGrain>(account.UserId).GetDataKeyAsync();
        var (key, errors) = sealer.Seal(account, dataKey, apiKey, secret);
        if (key is null)
            throw RequestException.Invalid(errors);
        var result = await grains.GetGrain<IExchangeAccountGrain>(account.ToString()).SetKeyAsync(key, market);
        return result.Outcome switch
        {
            ExchangeAccountOutcome.Done => ExchangeKeysResponse.From(account.Venue, result.Keys, result.Errors),
            ExchangeAccountOutcome.VenueUnreachable => throw RequestException.Conflict(
                $"The key could not be checked, so it is not stored: {string.Join(' ', result.Errors.Select(e => e.Message))}", result.Errors),
            _ => throw RequestException.Invalid(result.Errors),
        };
    }
}
