using System.Buffers.Binary;
using System.IO.Compression;

namespace TradingBot.Exchange.Replay;

/// <summary>The CSV text of a candle file, unpacked where it is packed.</summary>
internal sealed class CandleFileStream : IDisposable
{
    private readonly string _path;
    private readonly Stream _text;
    private readonly FileStream _file;
    private readonly ZipArchiveEntry? _entry;
    private long _bytes;
    private Crc32 _checksum;

    private CandleFileStream(string path, Stream text, FileStream file, ZipArchiveEntry? entry = null) =>
        (_path, _text, _file, _entry) = (path, text, file, entry);

    /// <summary>Bytes of the text, or null where only unpacking tells.</summary>
    public long? Length => ReferenceEquals(_text, _file) && _file.CanSeek ? _file.Length : _entry?.Length;

    private static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B];

    private static ReadOnlySpan<byte> ZipMagic => "PK"u8;

    /// <exception cref="CandleFileException">The file is missing, not a file, unreadable, or an archive of another kind.</exception>
    public static CandleFileStream Open(string path)
    {
        var file = OpenFile(path);
        try
        {
            Span<byte> magic = stackalloc byte[2];
            var length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
            file.Position = 0;
            if (magic[..length].SequenceEqual(GzipMagic))
                return new(path, new GZipStream(file, CompressionMode.Decompress, leaveOpen: true), file);
            if (magic[..length].SequenceEqual(ZipMagic))
                return OpenZip(path, file);
            if (length > 0 && HasExtension(path, ".gz"))
                throw new CandleFileException(path, "not a gzip file, in spite of its name");
            if (length > 0 && HasExtension(path, ".zip"))
                throw new CandleFileException(path, "not a zip file, in spite of its name");
            return new(path, file, file);
        }
        catch (Exception e)
        {
            file.Dispose();
            if (e is IOException or NotSupportedException)
                throw new CandleFileException(path, $"cannot be read: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Reads on; 0 at the end of a text that is complete.</summary>
    /// <exception cref="CandleFileException">The file is damaged, cut off or no longer readable.</exception>
    public int Read(Span<byte> buffer)
    {
        try
        {
            var read = _text.Read(buffer);
            _bytes += read;
            if (_entry is not null)
                _checksum.Append(buffer[..read]);
            if (read == 0)
                CheckComplete();
            return read;
        }
        catch (InvalidDataException e)
        {
            throw new CandleFileException(_path, $"the packed data are damaged: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or NotSupportedException or UnauthorizedAccessException)
        {
            throw new CandleFileException(_path, $"cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text.Dispose();
        _file.Dispose();
    }

    // .NET's unpacking streams end quietly where the packed data end, so a download that was cut off would pass for a shorter file.
    private void CheckComplete()
    {
        if (_entry is not null)
        {
            if (_bytes != _entry.Length || _checksum.Value != _entry.Crc32)
                throw new CandleFileException(_path, $"{_entry.FullName} in the zip file is damaged: length or checksum differs");
        }
        else if (_text is GZipStream)
        {
            // RFC 1952: a member ends with the length of its text modulo 2^32.
            Span<byte> trailer = stackalloc byte[4];
            _file.Position = Math.Max(0, _file.Length - trailer.Length);
            _file.ReadExactly(trailer);
            if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != (uint)_bytes)
                throw new CandleFileException(_path, "the gzip data are cut off, or consist of several members (only one is supported)");
        }
    }

    private static FileStream OpenFile(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
            throw new CandleFileException(path.Replace('\0', '?'), "not a file name");
        if (Directory.Exists(path))
            throw new CandleFileException(path, "is a directory, not a file");
        try
        {
            return new(path, new FileStreamOptions
            {
                // The reader has a buffer of its own.
                BufferSize = 0,
                Options = FileOptions.SequentialScan,
            });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CandleFileException(path, "no such file", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CandleFileException(path, "may not be read: permission denied", e);
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ArgumentException)
        {
            throw new CandleFileException(path, $"cannot be opened: {e.Message}", e);
        }
    }

    private static CandleFileStream OpenZip(string path, FileStream file)
    {
        try
        {
            var archive = new ZipArchive(file, ZipArchiveMode.Read);
            var inside = archive.Entries.Where(static e => HasExtension(e.Name, ".csv")).ToList();
            if (inside.Count != 1)
                throw new CandleFileException(path, $"the zip file holds {inside.Count} CSV files, exactly one expected");
            if (inside[0].IsEncrypted)
                throw new CandleFileException(path, $"{inside[0].FullName} in the zip file is encrypted");
            return new(path, inside[0].Open(), file, inside[0]);
        }
        catch (InvalidDataException e)
        {
            throw new CandleFileException(path, $"damaged zip file: {e.Message}", e);
        }
    }

    private static bool HasExtension(string name, string extension) => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
