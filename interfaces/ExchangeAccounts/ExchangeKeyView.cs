using System.Collections.Immutable;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.ExchangeAccounts;

/// <summary>A stored API key as people see it.</summary>
/// <param name="Market">The market that it trades.</param>
/// <param name="Type">How it signs.</param>
/// <param name="LastFour">The last four characters of the API key.</param>
/// <param name="Verdict">What the last check that reached Binance said.</param>
/// <param name="Problems">What the owner should know or change, one sentence each.</param>
/// <param name="IsBoundToAddress">Whether the key is restricted to IP addresses, which Binance recommends.</param>
/// <param name="TradingEnds">When its permission to trade expires, milliseconds UTC; null for never or not known.</param>
/// <param name="CheckedAt">When that check was, milliseconds UTC.</param>
[GenerateSerializer, Immutable, Alias("exchange-key-view")]
public sealed record ExchangeKeyView(
    [property: Id(0)] MarketType Market,
    [property: Id(1)] ExchangeKeyType Type,
    [property: Id(2)] string LastFour,
    [property: Id(3)] KeyVerdictKind Verdict,
    [property: Id(4)] ImmutableArray<string> Problems,
    [property: Id(5)] bool IsBoundToAddress,
    [property: Id(6)] long? TradingEnds,
    [property: Id(7)] long CheckedAt)
{
    /// <summary>Whether entries may be made with it: safe, or at a venue that cannot tell and where no real money is.</summary>
    public bool MayTrade(TradingMode venue) =>
        Verdict == KeyVerdictKind.Safe || (Verdict == KeyVerdictKind.Unverifiable && venue != TradingMode.Live);
}
