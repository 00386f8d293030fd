using Microsoft.Data.Sqlite;
using TradingBot.Engine.Hosting;

namespace TradingBot.Engine.Storage;

/// <summary>A data folder without an engine that runs its grains: for tools that move or look at data.</summary>
public sealed class DataFolder : IDataStore, IDisposable
{
    private readonly DataStore _store;

    /// <summary>Opens a folder, or makes it, and keeps it from engines until it is disposed.</summary>
    /// <param name="folder">The folder's path.</param>
    /// <exception cref="DataFolderException">It is in use, damaged, of another program or a newer version, or cannot be written.</exception>
    public DataFolder(string folder) => _store = new(new EmbeddedEngineOptions { DataDirectory = folder });

    /// <inheritdoc/>
    public bool IsHealthy => _store.IsHealthy;

    /// <summary>Whether there is a database in a folder.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, DataStore.FileName));

    /// <inheritdoc/>
    public Task WriteAsync(Action<SqliteConnection> write, bool background = false) => _store.WriteAsync(write, background);

    /// <inheritdoc/>
    public T Read<T>(Func<SqliteConnection, T> read) => _store.Read(read);

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();
}
