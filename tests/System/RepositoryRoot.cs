namespace TradingBot.Tests.System;

/// <summary>Where the sources are.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder above the tests that has the solution in it.</summary>
    public static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TradingBot.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder;
    }
}
