using TradingBot.ClientApi.Telegram;

namespace TradingBot.Silo.Logging;

/// <summary>Reads the ends of the log files of <see cref="LogFiles"/>.</summary>
internal sealed class LogTail(string folder) : ILogTail
{
    // Enough for some hundred lines.
    private const int Bytes = 64 * 1024;

    public IReadOnlyList<string> Components => LogFiles.Names;

    public async Task<IReadOnlyList<string>> ReadAsync(string component, int lines, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, component + ".log");
        if (!Components.Contains(component, StringComparer.Ordinal) || !File.Exists(file))
            return [];
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var isWhole = stream.Length <= Bytes;
        stream.Seek(isWhole ? 0 : -Bytes, SeekOrigin.End);
        using var reader = new StreamReader(stream);
        var all = (await reader.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. all.Skip(isWhole ? 0 : 1).TakeLast(lines)];
    }
}
