using System.Data.Common;

namespace TradingBot.Silo.Journal;

/// <summary>The SQL database that the journal's tables are in.</summary>
internal interface IJournalDatabase
{
    /// <summary>How it differs from others.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Runs a write in a transaction, alone or with others; durable when the task completes, undone when it throws.</summary>
    /// <param name="write">Gets the same connection at every call, one call at a time; must not wait for anything.</param>
    Task WriteAsync(Action<DbConnection> write);

    /// <summary>Reads committed rows.</summary>
    T Read<T>(Func<DbConnection, T> read);
}
