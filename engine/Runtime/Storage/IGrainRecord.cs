namespace TradingBot.Engine.Storage;

/// <summary>A record of a grain, as storage sees it.</summary>
internal interface IGrainRecord
{
    /// <summary>Reads the record: before the grain is activated.</summary>
    void Load();

    /// <summary>A write is durable. Called on the storage thread before the writer learns of it.</summary>
    void Written(StoredVersion version);

    /// <summary>What to tell the writer whose version is not the stored one.</summary>
    Exception Conflict(long stored);
}
