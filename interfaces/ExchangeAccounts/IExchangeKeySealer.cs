using System.Collections.Immutable;
using TradingBot.Secrets;

namespace TradingBot.ExchangeAccounts;

/// <summary>
/// Seals an API key where it enters the service, so that no grain message ever holds a plain secret. Implemented by the exchange
/// adapter's room.
/// </summary>
public interface IExchangeKeySealer
{
    /// <summary>Checks the form of a key and seals it. Asks nobody.</summary>
    /// <param name="account">Whose, at which venue.</param>
    /// <param name="dataKey">The user's data key, from <see cref="Accounts.IUserGrain.GetDataKeyAsync"/>.</param>
    /// <param name="apiKey">The API key.</param>
    /// <param name="secret">The HMAC secret, or an Ed25519 private key in PEM (PKCS#8, not encrypted).</param>
    /// <returns>The sealed key, or what is wrong with the fields <c>apiKey</c> and <c>secret</c>; repeats nothing of them.</returns>
    (SealedExchangeKey? Key, ImmutableArray<ValidationError> Errors) Seal(
        ExchangeAccountKey account, SealedSecret dataKey, string apiKey, string secret);
}
