using System.Security.Cryptography;
using TradingBot.Secrets;

namespace TradingBot.Exchange.Secrets;

/// <summary>
/// Seals secrets by AES-256-GCM: each user has a data key, and the master key seals data keys alone, so that another master key
/// means sealing one value a user again.
/// <para>
/// A sealed value is: version (1 byte), id of the sealing key (8), nonce (12, random), tag (16), cipher text. Version, key id and
/// <see cref="SecretContext"/> are authenticated with it.
/// </para>
/// </summary>
/// <param name="master">The master key.</param>
public sealed class SecretVault(MasterKey master)
{
    private const byte Version = 1;
    private const int IdSize = 8;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeaderSize = 1 + IdSize;
    private const string DataKeyPurpose = "data-key";

    private static readonly SecretContext CheckContext = new("", "master-key-check");

    /// <summary>A new data key for a user, sealed by the master key.</summary>
    public SealedSecret CreateDataKey(string userId)
    {
        var key = RandomNumberGenerator.GetBytes(MasterKey.Size);
        try
        {
            return Seal(master.Bytes, new(userId, DataKeyPurpose), key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Seals a secret by its owner's data key.</summary>
    /// <exception cref="CryptographicException">The data key is not this user's, or sealed by another master key.</exception>
    public SealedSecret Seal(SealedSecret dataKey, SecretContext context, ReadOnlySpan<byte> secret)
    {
        var key = Open(master.Bytes, new(context.UserId, DataKeyPurpose), dataKey);
        try
        {
            return Seal(key, context, secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Opens a secret. The caller wipes it after use.</summary>
    /// <exception cref="CryptographicException">It was changed, belongs to something else, or was sealed by another key.</exception>
    public byte[] Open(SealedSecret dataKey, SecretContext context, SealedSecret secret)
    {
        var key = Open(master.Bytes, new(context.UserId, DataKeyPurpose), dataKey);
        try
        {
            return Open(key, context, secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>A value by which a later start recognises this master key.</summary>
    public SealedSecret CreateCheck() => Seal(master.Bytes, CheckContext, "check"u8);

    /// <summary>Whether this master key has made the value.</summary>
    public bool Recognises(SealedSecret check)
    {
        try
        {
            Open(master.Bytes, CheckContext, check);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static SealedSecret Seal(ReadOnlySpan<byte> key, SecretContext context, ReadOnlySpan<byte> secret)
    {
        var data = new byte[HeaderSize + NonceSize + TagSize + secret.Length];
        data[0] = Version;
        IdOf(key, data.AsSpan(1, IdSize));
        var nonce = data.AsSpan(HeaderSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(
            nonce, secret, data.AsSpan(HeaderSize + NonceSize + TagSize), data.AsSpan(HeaderSize + NonceSize, TagSize),
            [.. data.AsSpan(0, HeaderSize), .. context.ToAssociatedData()]);
        return new(Convert.ToBase64String(data));
    }

    private static byte[] Open(ReadOnlySpan<byte> key, SecretContext context, SealedSecret value)
    {
        var data = new byte[value.Text.Length];
        if (!Convert.TryFromBase64String(value.Text, data, out var length) || length < HeaderSize + NonceSize + TagSize || data[0] != Version)
            throw new CryptographicException("A sealed secret has a form that this version does not know.");
        Span<byte> id = stackalloc byte[IdSize];
        IdOf(key, id);
        if (!id.SequenceEqual(data.AsSpan(1, IdSize)))
            throw new CryptographicException("A sealed secret was sealed by another key.");
        var secret = new byte[length - HeaderSize - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(
            data.AsSpan(HeaderSize, NonceSize), data.AsSpan(HeaderSize + NonceSize + TagSize, secret.Length),
            data.AsSpan(HeaderSize + NonceSize, TagSize), secret,
            [.. data.AsSpan(0, HeaderSize), .. context.ToAssociatedData()]);
        return secret;
    }

    private static void IdOf(ReadOnlySpan<byte> key, Span<byte> id)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, "key id"u8, hash);
        hash[..IdSize].CopyTo(id);
    }
}
