using System.Collections.Concurrent;
using System.Diagnostics;
using TradingBot.Silo.Commands;

namespace TradingBot.Tests.Crash;

/// <summary>The service, or the simulator, in a process of its own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int LinesKept = 400;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Func<string, string?> _addressOf;
    private readonly TaskCompletionSource<string?> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(IEnumerable<string> arguments, Func<string, string?> addressOf, (string Name, string Value)? variable)
    {
        _addressOf = addressOf;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // A process that lives for a second has no use for the code that takes longer to make.
        start.Environment["DOTNET_TieredPGO"] = "0";
        if (variable is { } v)
            start.Environment[v.Name] = v.Value;
        _process = new() { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.Exited += (_, _) => _address.TrySetResult(null);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Ended = _process.WaitForExitAsync();
    }

    /// <summary>The last lines that it has printed.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>The address that it says it listens on; null when it has ended without.</summary>
    public Task<string?> Address => _address.Task;

    /// <summary>Completes at its end.</summary>
    public Task Ended { get; }

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <param name="arguments">Arguments of the program.</param>
    /// <param name="addressOf">Reads the address out of a line; null for other lines.</param>
    /// <param name="variable">An environment variable.</param>
    public static ChildProcess Start(IEnumerable<string> arguments, Func<string, string?> addressOf, (string Name, string Value)? variable = null) =>
        new(arguments, addressOf, variable);

    /// <summary>Ends it without warning: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await Ended;
    }

    /// <summary>Ends it in order: SIGTERM, which a process started in the background does not ignore.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        await Ended.WaitAsync(TimeSpan.FromMinutes(1));
    }

    public void Dispose()
    {
        // Its folder is free once it is gone, not when it is told to go.
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit(TimeSpan.FromMinutes(1));
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        while (_lines.Count > LinesKept)
            _lines.TryDequeue(out _);
        if (_addressOf(line) is { } address)
            _address.TrySetResult(address);
    }
}
