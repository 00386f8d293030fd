using System.Text;
using Serilog.Sinks.File;

namespace TradingBot.Silo.Logging;

/// <summary>Keeps a link with a stable name, <c>api.log</c>, to the file that is written now, <c>api-20261122.log</c>.</summary>
internal sealed class LatestFileLink(string link) : FileLifecycleHooks
{
    public override Stream OnFileOpened(string path, Stream underlyingStream, Encoding encoding)
    {
        try
        {
            File.Delete(link);
            File.CreateSymbolicLink(link, Path.GetFileName(path));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Windows lets administrators alone make links; the dated files are there all the same.
        }

        return underlyingStream;
    }
}
