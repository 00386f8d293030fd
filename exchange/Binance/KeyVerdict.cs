using TradingBot.ExchangeAccounts;

namespace TradingBot.Exchange.Binance;

/// <summary>The result of a key check.</summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Problems">What the user should know or change, one sentence each; empty for a safe key.</param>
/// <param name="IsBoundToAddress">Whether the key is restricted to IP addresses, which Binance recommends.</param>
/// <param name="TradingEnds">When the permission to trade expires, if it does.</param>
public sealed record KeyVerdict(
    KeyVerdictKind Kind, IReadOnlyList<string> Problems, bool IsBoundToAddress = false, DateTimeOffset? TradingEnds = null);
