using Microsoft.Data.Sqlite;

namespace TradingBot.Engine.Storage;

/// <summary>
/// The engine's database, for components that keep tables of their own in it. Their names must not begin with <c>grain_</c>.
/// </summary>
public interface IDataStore
{
    /// <summary>
    /// Joins the transaction that is being gathered: one fsync makes it durable together with whatever grains write at the
    /// same time. Durable when the task completes. If the delegate throws, only its own changes are undone.
    /// </summary>
    /// <param name="write">Runs on the storage thread, inside the transaction; must not wait for anything.</param>
    /// <param name="background">
    /// Nobody waits for it: it yields to the states that grains write, for a second at most.
    /// </param>
    /// <exception cref="DataFolderException">The transaction failed; nothing of it is stored.</exception>
    Task WriteAsync(Action<SqliteConnection> write, bool background = false);

    /// <summary>Reads committed rows on the caller's thread, one reader at a time.</summary>
    T Read<T>(Func<SqliteConnection, T> read);

    /// <summary>False from a failed transaction until one succeeds.</summary>
    bool IsHealthy { get; }
}
