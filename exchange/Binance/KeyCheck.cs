using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Spot;
using TradingBot.Exchange.Binance.Usdm;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.ExchangeAccounts;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Binance;

/// <summary>
/// Decides whether a key may be stored: it must read and trade, and must not withdraw or transfer. Source:
/// <c>GET /sapi/v1/account/apiRestrictions</c>; a permission that the answer does not mention counts as one that the key has.
/// </summary>
internal static class KeyCheck
{
    public static async Task<KeyVerdict> RunAsync(
        SpotClient spot, UsdmClient usdm, MarketType market, BinanceEnvironment environment, BinanceCredentials credentials,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Only the live venue has the endpoint.
        if (environment != BinanceEnvironment.Live)
        {
            var error = market == MarketType.Spot
                ? (await spot.GetAccountAsync(credentials, cancellationToken)).Error
                : (await usdm.GetBalancesAsync(credentials, cancellationToken)).Error;
            return error is null
                ? new(KeyVerdictKind.Unverifiable, [$"The {environment} venue does not tell what a key may do; its permissions are not checked."])
                : Failed(error);
        }

        var answer = await spot.GetApiRestrictionsAsync(credentials, cancellationToken);
        return answer.IsOk ? Judge(answer.Value, market, now) : Failed(answer.Error);
    }

    public static KeyVerdict Judge(ApiRestrictionsWire key, MarketType market, DateTimeOffset now)
    {
        var problems = new List<string>();
        if (key.EnableReading != true)
            problems.Add("The key may not read; switch on 'Enable Reading'.");
        if (market == MarketType.Spot && key.EnableSpotAndMarginTrading != true)
            problems.Add("The key may not trade; switch on 'Enable Spot & Margin Trading'.");
        if (market == MarketType.Usdm && key.EnableFutures != true)
            problems.Add("The key may not trade futures; switch on 'Enable Futures'.");
        if (key.EnableWithdrawals != false)
            problems.Add("The key may withdraw; switch off 'Enable Withdrawals'.");
        if (key.EnableInternalTransfer != false)
            problems.Add("The key may transfer to other users; switch off 'Enable Internal Transfer'.");
        if (key.PermitsUniversalTransfer != false)
            problems.Add("The key may transfer between accounts; switch off 'Permits Universal Transfer'.");
        var ends = key.TradingAuthorityExpirationTime is > 0 and var time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : (DateTimeOffset?)null;
        if (ends <= now)
            problems.Add($"The key's permission to trade ended on {ends:u}; renew it or bind the key to your server's address.");
        return new(problems.Count == 0 ? KeyVerdictKind.Safe : KeyVerdictKind.Unsafe, problems, key.IpRestrict == true, ends);
    }

    private static KeyVerdict Failed(BinanceError error) =>
        new(error.Failure is BinanceFailure.Unauthorised or BinanceFailure.Refused ? KeyVerdictKind.Invalid : KeyVerdictKind.Unknown, [$"Binance: {error}"]);
}
