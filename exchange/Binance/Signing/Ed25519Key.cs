using System.Formats.Asn1;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace TradingBot.Exchange.Binance.Signing;

/// <summary>An Ed25519 key in libcrypto (RFC 8032); private ones sign, public ones verify.</summary>
public sealed class Ed25519Key : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int KeySize = 32;
    private const int SignatureSize = 64;
    private const string ObjectId = "1.3.101.112";

    private Ed25519Key(nint key)
        : base(ownsHandle: true) => SetHandle(key);

    /// <summary>Reads an unencrypted PKCS#8 private key: <c>-----BEGIN PRIVATE KEY-----</c>.</summary>
    /// <param name="pem">The PEM text.</param>
    /// <exception cref="FormatException">The text is no such key. The message repeats nothing of it.</exception>
    /// <exception cref="PlatformNotSupportedException">libcrypto is missing or too old.</exception>
    public static Ed25519Key FromPrivatePem(ReadOnlySpan<char> pem)
    {
        var der = Decode(pem, "PRIVATE KEY");
        var seed = new byte[KeySize];
        try
        {
            var sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            sequence.ReadInteger();
            CheckAlgorithm(sequence.ReadSequence());
            var inner = new AsnReader(sequence.ReadOctetString(), AsnEncodingRules.DER);
            if (!inner.TryReadOctetString(seed, out var length) || length != KeySize)
                throw new FormatException("The private key is not 32 bytes long.");
            return Own(LibCrypto.Use(() => LibCrypto.EVP_PKEY_new_raw_private_key(LibCrypto.Ed25519, 0, seed, KeySize)));
        }
        catch (AsnContentException e)
        {
            throw new FormatException("The private key is not PKCS#8.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>Reads a public key: <c>-----BEGIN PUBLIC KEY-----</c>.</summary>
    /// <param name="pem">The PEM text.</param>
    /// <exception cref="FormatException">The text is no such key.</exception>
    /// <exception cref="PlatformNotSupportedException">libcrypto is missing or too old.</exception>
    public static Ed25519Key FromPublicPem(ReadOnlySpan<char> pem)
    {
        try
        {
            var sequence = new AsnReader(Decode(pem, "PUBLIC KEY"), AsnEncodingRules.DER).ReadSequence();
            CheckAlgorithm(sequence.ReadSequence());
            var key = sequence.ReadBitString(out _);
            if (key.Length != KeySize)
                throw new FormatException("The public key is not 32 bytes long.");
            return Own(LibCrypto.Use(() => LibCrypto.EVP_PKEY_new_raw_public_key(LibCrypto.Ed25519, 0, key, KeySize)));
        }
        catch (AsnContentException e)
        {
            throw new FormatException("The public key is not a SubjectPublicKeyInfo.", e);
        }
    }

    /// <summary>The 32 bytes of the public key.</summary>
    public byte[] PublicKey()
    {
        var bytes = new byte[KeySize];
        nuint length = KeySize;
        Check(LibCrypto.EVP_PKEY_get_raw_public_key(handle, bytes, ref length));
        return bytes;
    }

    /// <summary>The 64 bytes of the signature.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var context = LibCrypto.EVP_MD_CTX_new();
        try
        {
            Check(LibCrypto.EVP_DigestSignInit(context, 0, 0, 0, handle));
            var signature = new byte[SignatureSize];
            nuint length = SignatureSize;
            Check(LibCrypto.EVP_DigestSign(context, signature, ref length, data, (nuint)data.Length));
            return signature;
        }
        finally
        {
            LibCrypto.EVP_MD_CTX_free(context);
        }
    }

    /// <summary>Whether a signature is this key's over the data.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var context = LibCrypto.EVP_MD_CTX_new();
        try
        {
            Check(LibCrypto.EVP_DigestVerifyInit(context, 0, 0, 0, handle));
            return LibCrypto.EVP_DigestVerify(context, signature, (nuint)signature.Length, data, (nuint)data.Length) == 1;
        }
        finally
        {
            LibCrypto.EVP_MD_CTX_free(context);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "Ed25519 key";

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_PKEY_free(handle);
        return true;
    }

    private static Ed25519Key Own(nint key) =>
        key != 0 ? new(key) : throw new PlatformNotSupportedException("This build of OpenSSL's libcrypto has no Ed25519; use an HMAC key.");

    private static void Check(int result)
    {
        if (result != 1)
            throw new CryptographicException("libcrypto refused an Ed25519 operation.");
    }

    private static byte[] Decode(ReadOnlySpan<char> pem, string label)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || !pem[fields.Label].SequenceEqual(label))
            throw new FormatException($"The key is not PEM with the label {label}; encrypted keys are not supported.");
        // Filled exactly: nothing of the key stays in a buffer that nobody wipes.
        var data = new byte[fields.DecodedDataLength];
        Convert.TryFromBase64Chars(pem[fields.Base64Data], data, out _);
        return data;
    }

    private static void CheckAlgorithm(AsnReader algorithm)
    {
        if (algorithm.ReadObjectIdentifier() != ObjectId)
            throw new FormatException("The key is not an Ed25519 key; RSA and other keys are not supported.");
    }
}
