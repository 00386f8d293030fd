using System.Data.Common;

namespace TradingBot.Silo.Journal;

/// <summary>The SQL database that the journal's tables are in.</summary>
internal interface IJournalDatabase
{
    /// <summary>How it differs from others.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Runs a write in a transaction, alone or with others; durable when the task completes, undone when it throws.</summary>
    /// <param name="write">
    /// One call at a time in the whole database, so that the ids of events rise in the order in which readers get to see them. Must
    /// not wait for anything, and may be called again when a transaction that it shared was undone.
    /// </param>
    Task WriteAsync(Action<DbConnection> write);

    /// <summary>Reads committed rows.</summary>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read);
}
