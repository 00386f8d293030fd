using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace TradingBot.Engine.Storage;

/// <summary>A component's own write, undone alone when it throws.</summary>
internal sealed class DelegateWrite(Action<SqliteConnection> write) : StoreWrite
{
    [SuppressMessage("Design", "CA1031", Justification = "Whatever the delegate throws belongs to its caller.")]
    public override void Apply(SqliteConnection connection, StateStatements statements)
    {
        Sql.Run(connection, "SAVEPOINT own");
        try
        {
            write(connection);
        }
        catch (Exception failure)
        {
            // A disk that is full or fails is everybody's failure; a wrong statement or a broken constraint is the delegate's.
            if (failure is SqliteException { SqliteErrorCode: not (raw.SQLITE_ERROR or raw.SQLITE_TOOBIG or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE) })
                throw;
            Failure = failure;
            Sql.Run(connection, "ROLLBACK TO own");
        }

        Sql.Run(connection, "RELEASE own");
    }
}
