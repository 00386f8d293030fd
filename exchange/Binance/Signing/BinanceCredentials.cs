using System.Security.Cryptography;
using System.Text;

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
        new(apiKey.Trim(), IsPem(secret)
            ? new Ed25519Signer(secret)
            : new HmacSigner(secret.Trim()));

    /// <summary>Whether a secret is a private key in PEM rather than an HMAC secret.</summary>
    internal static bool IsPem(string secret) => secret.TrimStart().StartsWith(PemStart, StringComparison.Ordinal);

    /// <summary>Makes credentials of what <see cref="BinanceKeySealer"/> has sealed; wipes it.</summary>
    internal static BinanceCredentials Take(byte[] opened)
    {
        char[]? pem = null;
        try
        {
            var end = opened.AsSpan().IndexOf((byte)'\n');
            var apiKey = Encoding.ASCII.GetString(opened.AsSpan(0, end));
            var secret = opened.AsSpan(end + 1);
            if (!secret.StartsWith("-----BEGIN"u8))
                return new(apiKey, new HmacSigner(secret));
            pem = new char[secret.Length];
            Encoding.ASCII.GetChars(secret, pem);
            return new(apiKey, new Ed25519Signer(pem));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
            pem.AsSpan().Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Signer.Dispose();

    /// <inheritdoc/>
    public override string ToString() => $"credentials ({Signer})";
}
