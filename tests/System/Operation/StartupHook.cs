#pragma warning disable MA0047 // The runtime looks for it outside of namespaces.
/// <summary>Brought into the service by the runtime's own means (DOTNET_STARTUP_HOOKS, which wants this name): crashes it when a file appears.</summary>
internal static class StartupHook
{
    public const string When = "TEST_CRASH_WHEN";
    public const string Message = "TEST_CRASH_MESSAGE";

    public static void Initialize()
    {
        var (file, message) = (Environment.GetEnvironmentVariable(When)!, Environment.GetEnvironmentVariable(Message)!);
        new Thread(() =>
        {
            using var seen = new FileSystemWatcher(Path.GetDirectoryName(file)!, Path.GetFileName(file));
            seen.WaitForChanged(WatcherChangeTypes.Created);
            throw new InvalidOperationException(message);
        }) { IsBackground = true }.Start();
    }
}
