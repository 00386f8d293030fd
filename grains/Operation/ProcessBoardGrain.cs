using System.Collections.Immutable;
using System.Globalization;
using Orleans;
using Orleans.Runtime;
using TradingBot.Grains.Storage;
using TradingBot.Operation;

namespace TradingBot.Grains.Operation;

/// <summary>
/// Keeps the last report of each process, and by this process's clock when it came: the others' may be wrong. Names alone are durable: a
/// silo that dies with the board on it is missed all the same.
/// </summary>
public sealed class ProcessBoardGrain(
    [PersistentState("process-board", "grains")] IPersistentState<ProcessBoardState> state, TimeProvider time)
    : StoredGrain<ProcessBoardState>(state), IProcessBoardGrain
{
    private readonly Dictionary<string, (ProcessReport Report, long CameAt)> _reports = new(StringComparer.Ordinal);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var process in State.Processes)
            _reports[process] = (new(process, time.GetUtcNow().ToUnixTimeMilliseconds(), [], ""), time.GetTimestamp());
        return Task.CompletedTask;
    }

    public Task ReportAsync(ProcessReport report)
    {
        _reports[report.Process] = (report, time.GetTimestamp());
        return State.Processes.Add(report.Process) ? SaveAsync() : Task.CompletedTask;
    }

    public Task LeaveAsync(string process) => ForgetAsync([process]);

    public async Task<ImmutableArray<ProcessReport>> ReadAsync()
    {
        await ForgetAsync([.. _reports.Where(r => time.GetElapsedTime(r.Value.CameAt) > IProcessBoardGrain.Memory).Select(static r => r.Key)]);
        return [.. _reports.Values.OrderBy(static r => r.Report.Process, StringComparer.Ordinal).Select(r => Judge(r.Report, time.GetElapsedTime(r.CameAt)))];
    }

    private Task ForgetAsync(ImmutableArray<string> processes)
    {
        foreach (var process in processes)
            _reports.Remove(process);
        return State.Processes.RemoveWhere(p => processes.Contains(p)) > 0 ? SaveAsync() : Task.CompletedTask;
    }

    private static ProcessReport Judge(ProcessReport report, TimeSpan silence) => silence <= IProcessBoardGrain.Patience ? report : report with
    {
        Components = [new("process", ComponentStatus.Failing, string.Create(CultureInfo.InvariantCulture, $"silent for {silence.TotalSeconds:0} s"), report.At)],
        Metrics = "",
    };
}

/// <summary>The durable state of <see cref="ProcessBoardGrain"/>.</summary>
public sealed class ProcessBoardState
{
    /// <summary>Who has reported and not left.</summary>
    public HashSet<string> Processes { get; init; } = new(StringComparer.Ordinal);
}
