namespace TradingBot.ExchangeAccounts;

/// <summary>What came of a key check.</summary>
[GenerateSerializer, Alias("key-verdict-kind")]
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
