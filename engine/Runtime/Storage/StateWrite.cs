using Microsoft.Data.Sqlite;

namespace TradingBot.Engine.Storage;

/// <summary>Writes or clears one grain's record if it still has the version that the grain knows.</summary>
internal sealed class StateWrite(StateKey key, StoredState known, byte[]? data) : StoreWrite
{
    /// <summary>The row afterwards; of use once the transaction is durable.</summary>
    public (long Id, long Version) Result { get; private set; }

    /// <summary>The version in storage when it was not the known one.</summary>
    public long? Conflict { get; private set; }

    public override void Apply(SqliteConnection connection, StateStatements statements)
    {
        var id = known.Id == 0 ? statements.Insert(key, data) : statements.Update(known.Id, known.Version, data) ? known.Id : 0;
        if (id == 0)
            Conflict = statements.Read(key).Version;
        else
            Result = (id, known.Version + 1);
    }
}
