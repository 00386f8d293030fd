using System.Collections.Immutable;
using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Http;
using TradingBot.ExchangeAccounts;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Balances;

/// <summary>Reads what is in a user's accounts.</summary>
internal static class BalanceReader
{
    /// <exception cref="RequestException">There is no such user, or the account cannot be asked.</exception>
    public static async Task<IEnumerable<BalanceResponse>> ReadAsync(string user, TradingMode mode, IClusterClient grains)
    {
        // An account is made by looking at it, so not for somebody who is not there.
        if (await grains.GetGrain<IUserGrain>(user).GetProfileAsync() is null)
            throw RequestException.NotFound($"There is no user '{user}'.", new ValidationError("user", "is not a user's id."));
        if (mode == TradingMode.Paper)
        {
            var paper = await grains.GetGrain<IPaperAccountGrain>(user).GetAsync();
            return Describe(user, mode, paper.Spot, paper.Futures);
        }

        var account = await grains.GetGrain<IExchangeAccountGrain>(new ExchangeAccountKey(user, mode).ToString()).GetBalancesAsync();
        return account.Problem is { } problem
            ? throw RequestException.Conflict($"{user}'s account on {EnumNames.Of(mode)} cannot be asked: {problem}")
            : Describe(user, mode, account.Spot, account.Usdm);
    }

    private static IEnumerable<BalanceResponse> Describe(
        string user, TradingMode mode, ImmutableArray<AssetBalance> spot, ImmutableArray<AssetBalance> usdm) =>
    [
        .. spot.Select(b => new BalanceResponse(user, $"{EnumNames.Of(mode)}-spot", b.Asset, b.Total, b.Free)),
        .. usdm.Select(b => new BalanceResponse(user, $"{EnumNames.Of(mode)}-usdm", b.Asset, b.Total, b.Free)),
    ];
}
