using Orleans.Concurrency;

namespace TradingBot.Trading.Risk;

/// <summary>
/// The mode of the whole service. One grain, key <see cref="Key"/>. A change is durable, then holds at once for new entries in this process and
/// within a second in others, and is pushed to every trader until each has confirmed it, across crashes.
/// </summary>
[Alias("service-control")]
public interface IServiceControlGrain : IGrainWithStringKey
{
    /// <summary>The key of the only grain of this kind.</summary>
    const string Key = "service";

    /// <summary>The mode.</summary>
    [AlwaysInterleave, Alias("get-state")]
    Task<ServiceState> GetStateAsync();

    /// <summary>The mode, and how far it has come.</summary>
    [AlwaysInterleave, Alias("get-status")]
    Task<ServiceStatus> GetStatusAsync();

    /// <summary>Pauses entries, makes the service read-only, or takes trading up again.</summary>
    /// <param name="mode">Any mode but those of the kill switch.</param>
    /// <param name="by">Id of the user who asks.</param>
    /// <returns>Null when the kill switch is on, which must be released first.</returns>
    /// <exception cref="ArgumentException">A mode of the kill switch.</exception>
    [Alias("set-mode")]
    Task<ServiceStatus?> SetModeAsync(ServiceMode mode, string by);

    /// <summary>Switches the kill switch on.</summary>
    /// <param name="positions">What becomes of positions.</param>
    /// <param name="by">Id of the user who asks.</param>
    [Alias("kill")]
    Task<ServiceStatus> KillAsync(KillPositions positions, string by);

    /// <summary>Switches the kill switch off; entries are allowed again. Changes nothing when it is off.</summary>
    /// <param name="by">Id of the user who asks.</param>
    [Alias("release")]
    Task<ServiceStatus> ReleaseAsync(string by);
}
