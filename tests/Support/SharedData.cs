namespace TradingBot.Tests;

/// <summary>
/// Finds the recordings that are too large for the repository: a folder <c>shared</c> beside the repository's root, or wherever
/// the environment variable <c>TRADINGBOT_SHARED</c> says. Tests that need them skip where they are absent.
/// </summary>
public static class SharedData
{
    public const string Variable = "TRADINGBOT_SHARED";

    /// <summary>What a skipped test says.</summary>
    public const string Absent = "The recordings are not here: no folder 'shared' beside the repository, and " + Variable + " is not set.";

    private static readonly Lazy<string?> Root = new(Find);

    /// <summary>The full path of a file or folder of the shared data, or null where the data are absent.</summary>
    /// <param name="relative">Path under <c>shared/data</c>, such as <c>klines</c>.</param>
    public static string? PathOf(string relative)
    {
        if (Root.Value is not { } root)
            return null;
        var path = Path.Combine(root, "data", relative);
        return Path.Exists(path) ? path : null;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set)
            return Directory.Exists(set) ? set : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "TradingBot.sln")))
                continue;
            // A second clone may lie one folder deeper than the first.
            foreach (var beside in new[] { folder.Parent, folder.Parent?.Parent })
            {
                if (beside is not null && Directory.Exists(Path.Combine(beside.FullName, "shared", "data")))
                    return Path.Combine(beside.FullName, "shared");
            }
        }

        return null;
    }
}
