using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TradingBot.Exchange.Secrets;
using TradingBot.ExchangeAccounts;
using TradingBot.Secrets;

namespace TradingBot.Exchange.Binance.Signing;

/// <summary>Seals Binance API keys, and opens them for the adapter alone.</summary>
/// <param name="vault">Seals and opens.</param>
public sealed class BinanceKeySealer(SecretVault vault) : IExchangeKeySealer
{
    // Binance's keys and secrets have 64 characters, a PEM key about 120.
    private const int LongestKey = 128;
    private const int LongestSecret = 1_024;
    private const int Shown = 4;

    /// <inheritdoc/>
    public (SealedExchangeKey? Key, ImmutableArray<ValidationError> Errors) Seal(
        ExchangeAccountKey account, SealedSecret dataKey, string apiKey, string secret)
    {
        (apiKey, secret) = (apiKey.Trim(), secret.Trim());
        if (Validate(apiKey, secret) is { IsEmpty: false } errors)
            return (null, errors);
        var plain = Encoding.ASCII.GetBytes($"{apiKey}\n{secret}");
        try
        {
            var type = BinanceCredentials.IsPem(secret) ? ExchangeKeyType.Ed25519 : ExchangeKeyType.Hmac;
            return (new(vault.Seal(dataKey, ContextOf(account), plain), type, apiKey[^Shown..]), []);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Opens a key. The caller disposes of it, which wipes the secret.</summary>
    /// <exception cref="CryptographicException">It was changed, is another's, or was sealed by another master key.</exception>
    internal BinanceCredentials Open(SealedCredentials credentials) =>
        BinanceCredentials.Take(vault.Open(credentials.DataKey, ContextOf(credentials.Account), credentials.Secret));

    private static SecretContext ContextOf(ExchangeAccountKey account) =>
        new(account.UserId, $"exchange-key/{ExchangeAccountKey.NameOf(account.Venue)}");

    private static ImmutableArray<ValidationError> Validate(string apiKey, string secret)
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        if (apiKey.Length is <= Shown or > LongestKey)
            errors.Add(new("apiKey", $"must have {Shown + 1} to {LongestKey} characters."));
        else if (!apiKey.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            errors.Add(new("apiKey", "may have letters, digits, hyphens and underscores only."));
        if (secret.Length is 0 or > LongestSecret)
            errors.Add(new("secret", $"must have 1 to {LongestSecret} characters."));
        else if (!secret.All(static c => char.IsAscii(c) && (!char.IsControl(c) || c is '\r' or '\n')))
            errors.Add(new("secret", "must be an HMAC secret, or an Ed25519 private key in PEM."));
        if (errors.Count > 0)
            return errors.ToImmutable();
        try
        {
            BinanceCredentials.Create(apiKey, secret).Dispose();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or PlatformNotSupportedException)
        {
            errors.Add(new("secret", e.Message));
        }

        return errors.ToImmutable();
    }
}
