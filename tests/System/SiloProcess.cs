using System.Collections.Concurrent;
using System.Diagnostics;
using TradingBot.Silo.Commands;

namespace TradingBot.Tests.System;

/// <summary>The service in a process of its own, as a user starts it.</summary>
internal sealed class SiloProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Program = typeof(CommandLine).Assembly.Location;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile TaskCompletionSource _printed = new();

    private SiloProcess(string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException($"The service ended early: {Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static SiloProcess Start(params IEnumerable<string> arguments) => new(Program, arguments);

    /// <summary>Starts one that must make do with a heap of so many bytes (hexadecimal).</summary>
    public static SiloProcess StartWithin(string memory, params IEnumerable<string> arguments) =>
        new(Program, arguments, ("DOTNET_GCHeapHardLimit", memory));

    /// <summary>Starts one with settings that belong on no command line.</summary>
    public static SiloProcess StartWith(IEnumerable<(string Name, string Value)> environment, params IEnumerable<string> arguments) =>
        new(Program, arguments, environment);

    /// <summary>Starts another build of the same program.</summary>
    /// <param name="program">Its assembly.</param>
    /// <param name="arguments">Its command line.</param>
    public static SiloProcess StartAnother(string program, params IEnumerable<string> arguments) => new(program, arguments);

    /// <summary>Everything printed so far.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>The address that it says it listens on.</summary>
    public Task<string> ListeningAsync() => _listening.Task.WaitAsync(Patience);

    /// <summary>Waits until it has printed a line.</summary>
    public async Task PrintedAsync(Func<string, bool> line)
    {
        using var enough = new CancellationTokenSource(Patience);
        while (!_lines.Any(line))
        {
            var more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _printed = more;
            if (_lines.Any(line))
                return;
            if (await Task.WhenAny(more.Task, Task.Delay(Timeout.Infinite, enough.Token)) != more.Task)
                throw new TimeoutException($"It has not been printed: {Output}");
        }
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Lets it run for a while, then ends it without warning (SIGKILL).</summary>
    public async Task KillAfterAsync(TimeSpan time)
    {
        using var enough = new CancellationTokenSource(time);
        try
        {
            await _process.WaitForExitAsync(enough.Token);
            throw new InvalidOperationException($"The service ended by itself: {Output}");
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Ends it in order: as an orchestrator does, or by INT as Ctrl-C does, which a process started in the background ignores.</summary>
    public async Task<int> InterruptAsync(string signal = "TERM")
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString()]);
        await kill.WaitForExitAsync();
        return await ExitAsync();
    }

    public void Dispose()
    {
        // Its folder is free once it is gone, not when it is told to go.
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit(Patience);
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        _printed.TrySetResult();
        if (line.StartsWith("Listening on ", StringComparison.Ordinal))
            _listening.TrySetResult(line["Listening on ".Length..]);
    }
}
