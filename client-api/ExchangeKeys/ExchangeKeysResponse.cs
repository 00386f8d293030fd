using System.Collections.Immutable;
using TradingBot.ClientApi.Http;
using TradingBot.ExchangeAccounts;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.ClientApi.ExchangeKeys;

/// <summary>A user's keys of a venue.</summary>
/// <param name="Venue">testnet, demo or live.</param>
/// <param name="Keys">One a market; empty when none is stored.</param>
/// <param name="NotStored">After storing: why not for the other market.</param>
public sealed record ExchangeKeysResponse(TradingMode Venue, IReadOnlyList<ExchangeKeyResponse> Keys, IReadOnlyList<string> NotStored)
{
    public static ExchangeKeysResponse From(TradingMode venue, ImmutableArray<ExchangeKeyView> keys, IEnumerable<ValidationError>? errors = null) =>
        new(venue, [.. keys.Select(ExchangeKeyResponse.From)], [.. (errors ?? []).Select(e => e.Message)]);
}

/// <summary>A stored API key without its secret.</summary>
/// <param name="Market">The market that it trades.</param>
/// <param name="Type">How it signs.</param>
/// <param name="LastFour">The last four characters of the API key.</param>
/// <param name="Verdict">safe; unverifiable: the venue does not tell what the key may do; unsafe or invalid: no entries are made.</param>
/// <param name="Problems">What you should know or change.</param>
/// <param name="IsBoundToAddress">Whether Binance accepts it from certain addresses only.</param>
/// <param name="TradingEndsAt">When its permission to trade expires.</param>
/// <param name="CheckedAt">When the venue was last asked.</param>
public sealed record ExchangeKeyResponse(
    MarketType Market, ExchangeKeyType Type, string LastFour, KeyVerdictKind Verdict, IReadOnlyList<string> Problems, bool IsBoundToAddress,
    DateTimeOffset? TradingEndsAt, DateTimeOffset CheckedAt)
{
    public static ExchangeKeyResponse From(ExchangeKeyView key) => new(
        key.Market, key.Type, key.LastFour, key.Verdict, key.Problems, key.IsBoundToAddress,
        key.TradingEnds is { } ends ? ApiTime.Of(ends) : null, ApiTime.Of(key.CheckedAt));
}
