using System.Diagnostics;

namespace TradingBot.Tests.Engine.Storage;

/// <summary>A file system of its own, of a few megabytes. Mounting it takes root's rights on Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Mounts one, or skips the test where that is not possible.</summary>
    public static SmallDisk MountOrSkip(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs Linux to mount a small file system.");
        var folder = Directory.CreateTempSubdirectory("engine-small-disk-").FullName;
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder))
        {
            Directory.Delete(folder);
            Assert.Skip("Needs the right to mount a small file system.");
        }

        return new(folder);
    }

    /// <summary>Takes the room that is left, but for some.</summary>
    /// <returns>The file that took it.</returns>
    public string Fill(int exceptKilobytes = 0)
    {
        var ballast = Path.Combine(Folder, "ballast");
        using var file = new FileStream(ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                file.Write(new byte[4096]);
        }
        catch (IOException)
        {
            file.SetLength(Math.Max(0, file.Length - exceptKilobytes * 1024));
            return ballast;
        }
    }

    public void Dispose()
    {
        Assert.True(Run("umount", Folder));
        Directory.Delete(Folder);
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
