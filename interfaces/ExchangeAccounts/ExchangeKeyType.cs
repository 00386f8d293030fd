namespace TradingBot.ExchangeAccounts;

/// <summary>How an API key signs.</summary>
[GenerateSerializer, Alias("exchange-key-type")]
public enum ExchangeKeyType
{
    /// <summary>HMAC-SHA256 with a shared secret.</summary>
    Hmac,

    /// <summary>Ed25519, which Binance recommends: only the public key has ever left its owner.</summary>
    Ed25519,
}
