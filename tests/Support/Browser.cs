using System.Diagnostics;

namespace TradingBot.Tests.Support;

/// <summary>A headless Chromium, where one is installed: what a page looks like after its scripts have run.</summary>
public static class Browser
{
    private static readonly string? Program = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Join(folder, "chromium"), Path.Join(folder, "google-chrome") }).FirstOrDefault(File.Exists);

    /// <summary>Why tests that need it are skipped.</summary>
    public const string Absent = "Chromium is not installed here (Debian: apt-get install chromium).";

    public static bool IsInstalled => Program is not null;

    /// <summary>The document of a page, as its scripts leave it.</summary>
    /// <param name="page">Where it is.</param>
    /// <param name="time">How long its scripts work, by their own clock; 5 s when it is left out.</param>
    public static async Task<string> RenderAsync(Uri page, TimeSpan? time = null)
    {
        using var profile = new TempFolder();
        // Its own sandbox needs rights that containers do not give; it sees our own pages only.
        string[] arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={profile.Root}",
            $"--virtual-time-budget={(time ?? TimeSpan.FromSeconds(5)).TotalMilliseconds:0}", "--dump-dom", page.ToString()];
        using var browser = Process.Start(new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var (document, errors) = (browser.StandardOutput.ReadToEndAsync(), browser.StandardError.ReadToEndAsync());
        try
        {
            await browser.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        }
        finally
        {
            if (!browser.HasExited)
                browser.Kill(entireProcessTree: true);
        }

        return browser.ExitCode == 0 ? await document : throw new InvalidOperationException($"Chromium ended with {browser.ExitCode}: {await errors}");
    }
}
