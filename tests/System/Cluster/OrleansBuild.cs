using System.Diagnostics;
using System.Reflection;

namespace TradingBot.Tests.System.Cluster;

/// <summary>Builds the same sources on Microsoft Orleans, where the package sources have it.</summary>
internal static class OrleansBuild
{
    /// <summary>Why tests that need it are skipped.</summary>
    public const string Absent = $"{Wanted}=1 is not set, or the Microsoft.Orleans packages do not restore here: nothing is tried on Orleans.";

    // A second build of everything, and clusters of processes: a quarter of an hour that not every run of the tests should take.
    private const string Wanted = "TESTS_ON_ORLEANS";

    // A package source that has not answered by then has nothing for this run.
    private static readonly TimeSpan RestorePatience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly Lazy<Task<bool>> Restored = new(static async () =>
        Environment.GetEnvironmentVariable(Wanted) == "1" && (await DotnetAsync(RestorePatience, "restore", "silo", "-p:GrainEngine=Orleans")).ExitCode == 0);

    private static string Configuration { get; } = typeof(OrleansBuild).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private static string Root { get; } = FindRoot();

    /// <summary>Whether it can be built.</summary>
    public static Task<bool> IsPossibleAsync() => Restored.Value;

    /// <summary>Builds a project.</summary>
    /// <returns>Its assembly.</returns>
    public static async Task<string> BuildAsync(string project, string assembly)
    {
        var (exitCode, output) = await DotnetAsync("build", project, "-c", Configuration, "-p:GrainEngine=Orleans", "-v", "quiet");
        exitCode.ShouldBe(0, output);
        return Path.Combine(Root, project, "bin", "orleans", Configuration, "net10.0", assembly + ".dll");
    }

    /// <summary>Runs a program to its end, or ends it after ten minutes.</summary>
    public static Task<(int ExitCode, string Output)> DotnetAsync(params IEnumerable<string> arguments) => DotnetAsync(Patience, arguments);

    private static async Task<(int ExitCode, string Output)> DotnetAsync(TimeSpan patience, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Root };
        // What a build server of the outer build holds must not hold this one, nor the other way round.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var end = "";
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            end = $"It was ended after {patience}.";
        }

        return (process.ExitCode, await output + await errors + end);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TradingBot.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
