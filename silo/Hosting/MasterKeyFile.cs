using TradingBot.Exchange.Secrets;
using TradingBot.Silo.Commands;

namespace TradingBot.Silo.Hosting;

/// <summary>Where the master key comes from: the setting, the file that it names, or <c>master.key</c> in the data folder.</summary>
/// <param name="Key">The key.</param>
/// <param name="Other">Another one, by which secrets may still, or already, be sealed; null for none.</param>
/// <param name="OwnPath">The file of a key that the service keeps itself; null where the settings name one.</param>
/// <param name="IsNew">True for a key that has just been made and is to be written.</param>
internal sealed record MasterKeyFile(MasterKey Key, MasterKey? Other, string? OwnPath, bool IsNew)
{
    public const string FileName = "master.key";

    // What a rotation goes over to, and what it came from: backups need that one.
    private const string Next = ".next";
    private const string Previous = ".previous";

    /// <summary>Whether a rotation has begun and not ended.</summary>
    public bool HasNext => OwnPath is not null && File.Exists(OwnPath + Next);

    /// <summary>Reads the key; where there is none, makes one, which is not written yet.</summary>
    /// <exception cref="UsageException">It is missing where it is said to be, or is no key.</exception>
    public static MasterKeyFile Load(SecretsOptions options, string dataDirectory)
    {
        try
        {
            var other = Given(options.OtherMasterKey, nameof(options.OtherMasterKey), options.OtherMasterKeyFile, nameof(options.OtherMasterKeyFile));
            if (Given(options.MasterKey, nameof(options.MasterKey), options.MasterKeyFile, nameof(options.MasterKeyFile)) is { } given)
                return new(given, other, null, IsNew: false);
            var path = Path.Combine(dataDirectory, FileName);
            if (!File.Exists(path))
                return new(MasterKey.Create(), other, path, IsNew: true);
            return File.Exists(path + Next)
                ? new(Read(path + Next), Read(path), path, IsNew: false)
                : new(Read(path), other, path, IsNew: false);
        }
        catch (Exception e) when (e is MasterKeyException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>Writes a key that has just been made, readable by its owner alone.</summary>
    public Task WriteAsync(CancellationToken cancellationToken) => IsNew ? WriteAsync(OwnPath!, Key, cancellationToken) : Task.CompletedTask;

    /// <summary>The key that a rotation goes over to: made and written, unless it was before.</summary>
    public async Task<MasterKey> MakeNextAsync(CancellationToken cancellationToken)
    {
        if (HasNext)
            return Read(OwnPath + Next);
        var key = MasterKey.Create();
        await WriteAsync(OwnPath + Next, key, cancellationToken);
        return key;
    }

    /// <summary>Makes the key that a rotation has gone over to the key; the one before is kept beside it.</summary>
    public async Task TakeNextAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(OwnPath + Previous, Read(OwnPath!), cancellationToken);
        File.Move(OwnPath + Next, OwnPath!, overwrite: true);
    }

    private static MasterKey? Given(string text, string setting, string path, string pathSetting)
    {
        if (text.Length > 0)
            return MasterKey.Parse(text, $"{SecretsOptions.Section}:{setting}");
        if (path.Length == 0)
            return null;
        return File.Exists(path) ? Read(path) : throw new UsageException($"{SecretsOptions.Section}:{pathSetting} is '{path}', which does not exist.");
    }

    private static MasterKey Read(string path) => MasterKey.Parse(File.ReadAllText(path), path);

    private static Task WriteAsync(string path, MasterKey key, CancellationToken cancellationToken) =>
        OwnerFile.WriteAsync(path, key.Export() + "\n", cancellationToken);
}
