using TradingBot.Exchange.Secrets;
using TradingBot.Silo.Commands;

namespace TradingBot.Silo.Hosting;

/// <summary>Where the master key comes from: the setting, the file that it names, or <c>master.key</c> in the data folder.</summary>
/// <param name="Key">The key.</param>
/// <param name="Path">Where a key is to be written that has just been made; null for one that exists.</param>
internal sealed record MasterKeyFile(MasterKey Key, string? Path)
{
    public const string FileName = "master.key";

    /// <summary>Reads the key; where there is none, makes one, which is not written yet.</summary>
    /// <exception cref="UsageException">It is missing where it is said to be, or is no key.</exception>
    public static MasterKeyFile Load(SecretsOptions options, string dataDirectory)
    {
        try
        {
            if (options.MasterKey.Length > 0)
                return new(MasterKey.Parse(options.MasterKey, $"{SecretsOptions.Section}:MasterKey"), null);
            var path = options.MasterKeyFile.Length > 0 ? options.MasterKeyFile : System.IO.Path.Combine(dataDirectory, FileName);
            if (File.Exists(path))
                return new(MasterKey.Parse(File.ReadAllText(path), path), null);
            return options.MasterKeyFile.Length > 0
                ? throw new UsageException($"{SecretsOptions.Section}:MasterKeyFile is '{path}', which does not exist.")
                : new(MasterKey.Create(), path);
        }
        catch (Exception e) when (e is MasterKeyException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>Writes a key that has just been made, readable by its owner alone.</summary>
    public Task WriteAsync(CancellationToken cancellationToken) =>
        Path is null ? Task.CompletedTask : OwnerFile.WriteAsync(Path, Key.Export() + "\n", cancellationToken);
}
