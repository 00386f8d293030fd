namespace TradingBot.Engine.Storage;

/// <summary>What is wrong with a data folder.</summary>
public enum DataFolderProblem
{
    /// <summary>The folder or the disk cannot be used, for a reason not among the others.</summary>
    Unavailable,

    /// <summary>Another process, or another engine in this one, uses the folder.</summary>
    InUse,

    /// <summary>The file is not a database or a damaged one.</summary>
    Damaged,

    /// <summary>The database belongs to another program.</summary>
    Foreign,

    /// <summary>A newer version of this program has written the database.</summary>
    NewerSchema,

    /// <summary>The disk or the database is full.</summary>
    Full,

    /// <summary>The folder or the database cannot be written.</summary>
    ReadOnly,
}
