using Microsoft.Data.Sqlite;

namespace TradingBot.Engine.Storage;

/// <summary>A write that waits for its transaction. Its task completes when the transaction is durable.</summary>
internal abstract class StoreWrite() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>Set by a write that failed by itself, without harm to the transaction.</summary>
    protected Exception? Failure { get; set; }

    /// <summary>Runs on the storage thread inside the transaction.</summary>
    public abstract void Apply(SqliteConnection connection, StateStatements statements);

    /// <summary>Runs on the storage thread when the transaction is durable.</summary>
    public virtual void Committed()
    {
        if (Failure is null)
            TrySetResult();
        else
            TrySetException(Failure);
    }
}
