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
        Sql.Execute(connection, "SAVEPOINT own");
        try
        {
            write(connection);
        }
        catch (Exception failure)
        {
            // SQLite rolls a transaction back by itself on the worst errors; then the whole batch has failed.
            if (raw.sqlite3_get_autocommit(connection.Handle) != 0)
                throw;
            Failure = failure;
            Sql.Execute(connection, "ROLLBACK TO own");
        }

        Sql.Execute(connection, "RELEASE own");
    }
}
