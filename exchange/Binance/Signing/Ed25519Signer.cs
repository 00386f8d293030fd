namespace TradingBot.Exchange.Binance.Signing;

/// <summary>Ed25519 keys, which Binance recommends: the signature is 64 bytes in base64.</summary>
public sealed class Ed25519Signer : IRequestSigner
{
    private readonly Ed25519Key _key;

    /// <summary>Takes an unencrypted PKCS#8 private key in PEM.</summary>
    /// <param name="privateKeyPem">The PEM text.</param>
    /// <exception cref="FormatException">The text is no such key. The message repeats nothing of it.</exception>
    /// <exception cref="PlatformNotSupportedException">libcrypto is missing or too old.</exception>
    public Ed25519Signer(ReadOnlySpan<char> privateKeyPem) => _key = Ed25519Key.FromPrivatePem(privateKeyPem);

    /// <inheritdoc/>
    public string Sign(ReadOnlySpan<byte> payload) => Convert.ToBase64String(_key.Sign(payload));

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _key.Dispose();

    /// <inheritdoc/>
    public override string ToString() => "Ed25519 signer";
}
