using System.Collections.Immutable;

namespace TradingBot.Operation;

/// <summary>
/// Where the processes of a cluster tell how they are, and operators read it. Key: <see cref="Key"/>. Reports are kept in memory: who lives
/// reports again within <see cref="Period"/>.
/// </summary>
[Alias("process-board")]
public interface IProcessBoardGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "service";

    /// <summary>How often a process reports.</summary>
    static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Who has been silent for so long, and has not left, is shown as failing.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Who has been silent for so long is forgotten.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    /// <summary>Takes the place of the process's last report.</summary>
    [Alias("report")]
    Task ReportAsync(ProcessReport report);

    /// <summary>The process ends as it should.</summary>
    [Alias("leave")]
    Task LeaveAsync(string process);

    /// <summary>The last report of every process, by name. Who is silent has one component, failing, that says so.</summary>
    [Alias("read")]
    Task<ImmutableArray<ProcessReport>> ReadAsync();
}
