using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using TradingBot.Grains.Billing;

namespace TradingBot.Silo.Billing;

/// <summary>
/// Seals by AES-256-GCM under a key in <c>master.key</c> of the data folder, which only its owner can read; made when it is first
/// needed. The context is authenticated with what is sealed.
/// </summary>
internal sealed class KeyFileSecretBox(string dataDirectory) : ISecretBox
{
    private const string FileName = "master.key";
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly Lazy<byte[]> _key = new(() => LoadOrMake(Path.Combine(dataDirectory, FileName)));

    public string Seal(string context, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_key.Value, TagSize);
        aes.Encrypt(
            box.AsSpan(0, NonceSize), plain, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), Encoding.UTF8.GetBytes(context));
        return Base64Url.EncodeToString(box);
    }

    public string? Open(string context, string box)
    {
        if (!Base64Url.IsValid(box, out var length) || length < NonceSize + TagSize)
            return null;
        var bytes = Base64Url.DecodeFromChars(box).AsSpan();
        var plain = new byte[length - NonceSize - TagSize];
        using var aes = new AesGcm(_key.Value, TagSize);
        try
        {
            aes.Decrypt(bytes[..NonceSize], bytes[(NonceSize + TagSize)..], bytes[NonceSize..(NonceSize + TagSize)], plain, Encoding.UTF8.GetBytes(context));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] LoadOrMake(string path)
    {
        if (!File.Exists(path))
            Make(path);
        var key = new byte[KeySize];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), key, out var length) && length == KeySize
            ? key
            : throw new InvalidDataException($"{path} does not hold {KeySize} bytes in base64; restore it from a backup.");
    }

    private static void Make(string path)
    {
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path);
    }
}
