using System.Security.Cryptography;
using System.Text;

namespace TradingBot.Exchange.Binance.Signing;

/// <summary>HMAC-SHA256 keys: the signature is the digest in hex.</summary>
public sealed class HmacSigner : IRequestSigner
{
    private readonly byte[] _secret;

    /// <summary>Takes the secret of an HMAC key pair.</summary>
    /// <param name="secret">Binance's API secret.</param>
    /// <exception cref="ArgumentException">The secret is empty.</exception>
    public HmacSigner(string secret)
    {
        if (string.IsNullOrWhiteSpace(secret))
            throw new ArgumentException("The API secret is empty.", nameof(secret));
        _secret = Encoding.UTF8.GetBytes(secret);
    }

    internal HmacSigner(ReadOnlySpan<byte> secret) => _secret = secret.ToArray();

    /// <inheritdoc/>
    public string Sign(ReadOnlySpan<byte> payload)
    {
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, payload, digest);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>Forgets the secret.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_secret);

    /// <inheritdoc/>
    public override string ToString() => "HMAC-SHA256 signer";
}
