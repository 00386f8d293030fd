using TradingBot.MarketData;

namespace TradingBot.ClientApi.ExchangeKeys;

/// <summary>An API key of a venue. It is sealed on arrival; nothing shows its secret again.</summary>
/// <param name="ApiKey">The API key.</param>
/// <param name="Secret">The HMAC secret, or an Ed25519 private key in PEM (PKCS#8, not encrypted).</param>
/// <param name="Market">The market that it is for; those on which it may trade when it is left out.</param>
public sealed record ExchangeKeyRequest(string? ApiKey = null, string? Secret = null, MarketType? Market = null)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ExchangeKeyRequest);

    internal (string ApiKey, string Secret) Read(Http.FieldReader fields)
    {
        fields.Require("apiKey", ApiKey is not null);
        fields.Require("secret", Secret is not null);
        fields.ThrowIfAny();
        return (ApiKey!, Secret!);
    }
}
