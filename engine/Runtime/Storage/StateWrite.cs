using Microsoft.Data.Sqlite;

namespace TradingBot.Engine.Storage;

/// <summary>Writes or clears one grain's record if it still has the version that the grain knows.</summary>
internal sealed class StateWrite(StateKey key, StoredVersion known, IGrainRecord record) : StoreWrite
{
    private StoredVersion? _result;

    /// <summary>The new state, valid until the batch is done; empty clears the record.</summary>
    public ReadOnlyMemory<byte> Data { get; set; }

    public override void Apply(SqliteConnection connection, StateStatements statements)
    {
        var id = known.Id == 0 ? statements.Insert(key, Data.Span) : statements.Update(known.Id, known.Version, Data.Span) ? known.Id : 0;
        if (id == 0)
            Failure = record.Conflict(statements.Read(key).Version);
        else
            _result = new(id, known.Version + 1, !Data.IsEmpty);
    }

    public override void Committed()
    {
        if (_result is not null)
            record.Written(_result);
        base.Committed();
    }
}
