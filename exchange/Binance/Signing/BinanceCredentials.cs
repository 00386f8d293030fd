namespace TradingBot.Exchange.Binance.Signing;

/// <summary>An API key and what signs for it. Never shows either.</summary>
public sealed class BinanceCredentials : IDisposable
{
    private const string PemStart = "-----BEGIN";

    /// <summary>Takes a key and its signer.</summary>
    public BinanceCredentials(string apiKey, IRequestSigner signer)
    {
        if (string.IsNullOrWhiteSpace(apiKey))
            throw new ArgumentException("The API key is empty.", nameof(apiKey));
        // A header value; anything else could smuggle in another header, and an exception of the HTTP stack would show it.
        if (apiKey.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            throw new ArgumentException("The API key has characters other than letters, digits, '-' and '_'.", nameof(apiKey));
        (ApiKey, Signer) = (apiKey, signer);
    }

    /// <summary>The header <c>X-MBX-APIKEY</c>.</summary>
    public string ApiKey { get; }

    /// <summary>The signer.</summary>
    public IRequestSigner Signer { get; }

    /// <summary>Makes credentials of what a user has: a secret that is PEM is an Ed25519 key, any other an HMAC secret.</summary>
    /// <exception cref="ArgumentException">Key or secret is empty, or the key has characters that no key has.</exception>
    /// <exception cref="FormatException">The PEM is not an Ed25519 private key.</exception>
    /// <exception cref="PlatformNotSupportedException">Ed25519 is not available here.</exception>
    public static BinanceCredentials Create(string apiKey, string secret) =>
        new(apiKey.Trim(), secret.TrimStart().StartsWith(PemStart, StringComparison.Ordinal)
            ? new Ed25519Signer(secret)
            : new HmacSigner(secret.Trim()));

    /// <inheritdoc/>
    public void Dispose() => Signer.Dispose();

    /// <inheritdoc/>
    public override string ToString() => $"credentials ({Signer})";
}
