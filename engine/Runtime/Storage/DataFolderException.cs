using Microsoft.Data.Sqlite;

namespace TradingBot.Engine.Storage;

/// <summary>The data folder cannot be used, or a write to it failed and changed nothing.</summary>
public sealed class DataFolderException : IOException
{
    /// <summary>Makes one.</summary>
    public DataFolderException(DataFolderProblem problem, string message, Exception? innerException = null)
        : base(message, innerException) => Problem = problem;

    /// <summary>What is wrong.</summary>
    public DataFolderProblem Problem { get; }

    internal static DataFolderException From(SqliteException failure, string path)
    {
        var (problem, what) = failure.SqliteErrorCode switch
        {
            8 or 14 => (DataFolderProblem.ReadOnly, "cannot be opened for writing"),
            11 or 26 => (DataFolderProblem.Damaged, "is damaged or not a database; restore it from a backup or move it away to begin anew"),
            13 => (DataFolderProblem.Full, "cannot grow: the disk is full"),
            5 or 6 => (DataFolderProblem.InUse, "is being used by another program"),
            _ => (DataFolderProblem.Unavailable, "cannot be used"),
        };
        return new(problem, $"The database {path} {what} ({failure.Message})", failure);
    }
}
