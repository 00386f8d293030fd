namespace TradingBot.Exchange.Binance;

/// <summary>What came of a key check.</summary>
public enum KeyVerdictKind
{
    /// <summary>Reading and trading are on; withdrawals and transfers are off.</summary>
    Safe,

    /// <summary>The key may do too much, or not enough: it must not be stored.</summary>
    Unsafe,

    /// <summary>The venue cannot tell (the testnet): the key works, and the user must be told that its permissions are not checked.</summary>
    Unverifiable,

    /// <summary>Binance refuses the key: wrong key, secret or address.</summary>
    Invalid,

    /// <summary>Binance could not be asked; nothing is known.</summary>
    Unknown,
}

/// <summary>The result of a key check.</summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Problems">What the user should know or change, one sentence each; empty for a safe key.</param>
/// <param name="IsBoundToAddress">Whether the key is restricted to IP addresses, which Binance recommends.</param>
/// <param name="TradingEnds">When the permission to trade expires, if it does.</param>
public sealed record KeyVerdict(
    KeyVerdictKind Kind, IReadOnlyList<string> Problems, bool IsBoundToAddress = false, DateTimeOffset? TradingEnds = null);
