using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Crash;

/// <summary>The service in its own process, started and killed again and again on one data folder.</summary>
internal sealed class Service(string folder, IReadOnlyList<string> settings) : IDisposable
{
    private readonly List<Outage> _outages = [];
    private ChildProcess? _process;
    private ServiceApi? _api;
    private long? _downSince = ServiceApi.Now;

    public IReadOnlyList<Outage> Outages => _outages;

    public string Output => _process?.Output ?? "";

    public ServiceApi Api => _api ?? throw new InvalidOperationException("The service does not run.");

    /// <summary>Completes when the process has ended, by itself or killed.</summary>
    public Task Ended => _process!.Ended;

    private string Data => Path.Combine(folder, "data");

    /// <summary>Starts the process.</summary>
    /// <param name="crashAt">The step at which it is to end itself, and at which pass: <c>STEP:N</c>; null for none.</param>
    public void Start(string? crashAt = null) => _process = ChildProcess.Start(
        ["--data", Data, "--port", "0", "--Journal:EventsKept=1000000", "--Logging:LogLevel:Default=Warning", .. settings],
        static line => line.StartsWith("Listening on ", StringComparison.Ordinal) ? line["Listening on ".Length..] : null,
        crashAt is null ? null : ("TRADINGBOT_CRASH_AT", crashAt));

    /// <summary>Waits until it listens.</summary>
    /// <returns>False when it ended before.</returns>
    public async Task<bool> ListensAsync()
    {
        if (await _process!.Address.WaitAsync(TimeSpan.FromMinutes(1)) is not { } address)
        {
            await _process.Ended;
            return false;
        }

        _outages.Add(new(_downSince ?? ServiceApi.Now, ServiceApi.Now + ServiceApi.SettleTime, "killed"));
        _downSince = null;
        _api?.Dispose();
        _api = new(address, (await File.ReadAllTextAsync(Path.Combine(Data, "admin-token"))).Trim());
        return true;
    }

    public async Task KillAsync()
    {
        MarkDown();
        await _process!.KillAsync();
        _process.Dispose();
    }

    /// <summary>Takes a backup while it runs.</summary>
    public Task BackUpAsync() => RunAsync("backup", Backup, "--from", Data);

    /// <summary>Makes a new folder of the backup; the old one is gone, but for the master key and the administrator's token.</summary>
    public async Task RestoreAsync()
    {
        var lost = Path.Combine(folder, "lost");
        Directory.Move(Data, lost);
        await RunAsync("restore", Backup, "--to", Data);
        foreach (var kept in (string[])["master.key", "admin-token"])
            File.Copy(Path.Combine(lost, kept), Path.Combine(Data, kept));
        Directory.Delete(lost, recursive: true);
        Directory.Delete(Backup, recursive: true);
    }

    private string Backup => Path.Combine(folder, "backup");

    private static async Task RunAsync(params string[] arguments)
    {
        using var command = ChildProcess.Start(arguments, static line => line);
        await command.Ended.WaitAsync(TimeSpan.FromMinutes(1));
        if (command.ExitCode != 0)
            throw new InvalidOperationException($"{arguments[0]} ended with {command.ExitCode}: {command.Output}");
    }

    /// <summary>The process has ended. One that is killed while it starts has not been up since the last one.</summary>
    public void MarkDown() => _downSince ??= ServiceApi.Now;

    /// <summary>Ends it in order.</summary>
    public async Task StopAsync()
    {
        await _process!.StopAsync();
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"The service ended with {_process.ExitCode}:\n{Output}");
    }

    public void Dispose()
    {
        _api?.Dispose();
        _process?.Dispose();
    }
}
