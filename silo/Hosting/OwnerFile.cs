using System.Text;

namespace TradingBot.Silo.Hosting;

/// <summary>Files that nobody but their owner may read.</summary>
internal static class OwnerFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file as a whole: it is there with all its content, durably, or as it was before.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var draft = path + ".new";
        Directory.CreateDirectory(Path.GetDirectoryName(draft)!);
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        await using (var file = new FileStream(draft, options))
        {
            await file.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
