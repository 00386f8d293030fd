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
/// <param name="master">The master key, which seals.</param>
/// <param name="other">Another one, which opens as well; null for none.</param>
public sealed class SecretVault(MasterKey master, MasterKey? other = null)
{
    private const byte Version = 1;
    private const int IdSize = 8;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeaderSize = 1 + IdSize;
    private const string DataKeyPurpose = "data-key";

    private static readonly SecretContext CheckContext = new("", "master-key-check");

    // The first seals. Replaced as a whole.
    private volatile MasterKey[] _masters = other is null ? [master] : [master, other];

    /// <summary>From now on another master key seals; those before still open.</summary>
    public void Use(MasterKey next) => _masters = [next, .. _masters.Where(m => !m.Bytes.SequenceEqual(next.Bytes))];

    /// <summary>Seals a user's data key by the present master key.</summary>
    /// <returns>Null when it is that one which has sealed it.</returns>
    /// <exception cref="CryptographicException">It is not this user's, or sealed by a master key that is not here.</exception>
    public SealedSecret? Reseal(string userId, SealedSecret dataKey)
    {
        var (sealing, masters) = (MasterOf(dataKey), _masters);
        if (sealing.Bytes.SequenceEqual(masters[0].Bytes))
            return null;
        var key = Open(sealing.Bytes, new(userId, DataKeyPurpose), dataKey);
        try
        {
            return Seal(masters[0].Bytes, new(userId, DataKeyPurpose), key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>A new data key for a user, sealed by the master key.</summary>
    public SealedSecret CreateDataKey(string userId)
    {
        var key = RandomNumberGenerator.GetBytes(MasterKey.Size);
        try
        {
            return Seal(_masters[0].Bytes, new(userId, DataKeyPurpose), key);
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
        var key = Open(MasterOf(dataKey).Bytes, new(context.UserId, DataKeyPurpose), dataKey);
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
        var key = Open(MasterOf(dataKey).Bytes, new(context.UserId, DataKeyPurpose), dataKey);
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
    public SealedSecret CreateCheck() => Seal(_masters[0].Bytes, CheckContext, "check"u8);

    /// <summary>Whether the master key, or the other one, has made the value.</summary>
    public bool Recognises(SealedSecret check)
    {
        try
        {
            Open(MasterOf(check).Bytes, CheckContext, check);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // The one that has sealed it; where none has, the first, which then says so.
    private MasterKey MasterOf(SealedSecret value)
    {
        var masters = _masters;
        Span<byte> head = stackalloc byte[HeaderSize];
        Span<byte> id = stackalloc byte[IdSize];
        // 12 characters of base64 are the 9 bytes of version and key id.
        if (value.Text.Length >= HeaderSize * 4 / 3 && Convert.TryFromBase64Chars(value.Text.AsSpan(0, HeaderSize * 4 / 3), head, out _))
        {
            foreach (var one in masters)
            {
                IdOf(one.Bytes, id);
                if (id.SequenceEqual(head[1..]))
                    return one;
            }
        }

        return masters[0];
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
