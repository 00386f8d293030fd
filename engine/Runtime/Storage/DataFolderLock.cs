using System.Globalization;

namespace TradingBot.Engine.Storage;

/// <summary>Keeps a data folder to one engine. The operating system frees the lock when the process dies, however it dies.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _ownerFile;

    private DataFolderLock(FileStream file, string ownerFile) => (_lock, _ownerFile) = (file, ownerFile);

    /// <exception cref="DataFolderException">The folder is in use or cannot be written.</exception>
    public static DataFolderLock Take(string folder)
    {
        var lockFile = Path.Combine(folder, "engine.lock");
        // Beside the lock, because a locked file cannot be read.
        var ownerFile = Path.Combine(folder, "engine.pid");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var problem = failure is UnauthorizedAccessException ? DataFolderProblem.ReadOnly : DataFolderProblem.Unavailable;
            throw new DataFolderException(problem, $"The data folder {folder} cannot be made: {failure.Message}", failure);
        }

        FileStream? file = null;
        try
        {
            file = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(ownerFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            var taken = new DataFolderLock(file, ownerFile);
            file = null;
            return taken;
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new DataFolderException(DataFolderProblem.ReadOnly, $"The data folder {folder} cannot be written: {failure.Message}", failure);
        }
        catch (IOException failure) when (IsSharingViolation(failure))
        {
            throw new DataFolderException(
                DataFolderProblem.InUse, $"The data folder {folder} is in use by process {Owner(ownerFile)}. Stop it first, or choose another folder.", failure);
        }
        catch (IOException failure)
        {
            var problem = IsDiskFull(failure) ? DataFolderProblem.Full : DataFolderProblem.ReadOnly;
            throw new DataFolderException(problem, $"The data folder {folder} cannot be written: {failure.Message}", failure);
        }
        finally
        {
            file?.Dispose();
        }
    }

    public void Dispose()
    {
        File.Delete(_ownerFile);
        _lock.Dispose();
    }

    // EWOULDBLOCK of flock(2) on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsSharingViolation(IOException failure) => (failure.HResult & 0xFFFF) is 11 or 35 or 32;

    // ENOSPC, ERROR_DISK_FULL.
    private static bool IsDiskFull(IOException failure) => (failure.HResult & 0xFFFF) is 28 or 112;

    private static string Owner(string ownerFile)
    {
        try
        {
            return File.ReadAllText(ownerFile);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "(unknown)";
        }
    }
}
