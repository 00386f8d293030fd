namespace TradingBot.Silo.Commands;

/// <summary>
/// A file that appears whole or not at all: it is written beside its place under another name and then moved there. Whether
/// that is possible is known before the work begins.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _option;
    private readonly string _path;
    private readonly string _temporary;
    private FileStream? _stream;

    private OutputFile(string option, string path, string temporary, FileStream stream) =>
        (_option, _path, _temporary, _stream) = (option, path, temporary, stream);

    /// <exception cref="UsageException">Nothing can be written there.</exception>
    public static OutputFile Open(string option, string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
            throw new UsageException($"{option}: '{Text.Clip(path)}' is not a file name.");
        if (Directory.Exists(path))
            throw new UsageException($"{option}: {path} is a directory, not a file.");
        try
        {
            var full = Path.GetFullPath(path);
            // Writing through a link must not replace the link.
            var target = new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
            // A device (/dev/null) cannot be replaced by a file.
            var temporary = target.StartsWith("/dev/", StringComparison.Ordinal)
                ? target
                : Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
            if (File.Exists(target))
            {
                using var existing = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            }

            return new(option, target, temporary, new(temporary, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read));
        }
        catch (DirectoryNotFoundException)
        {
            throw new UsageException($"{option}: the folder of {path} does not exist.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: {path} may not be written: permission denied.");
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{option}: {path} cannot be written: {e.Message}");
        }
    }

    /// <summary>Writes the content and puts the file in its place.</summary>
    /// <exception cref="OutputException">The disk is full, say. No file is left.</exception>
    public void Write(ReadOnlySpan<byte> content)
    {
        ObjectDisposedException.ThrowIf(_stream is null, this);
        try
        {
            _stream.Write(content);
            _stream.Flush();
            if (_temporary == _path)
                return;
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(_temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{_option}: {_path} cannot be written: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stream is null)
            return;
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // Bytes that a full disk did not take are of no use: the file goes away.
        }

        _stream = null;
        if (_temporary != _path)
            File.Delete(_temporary);
    }
}
