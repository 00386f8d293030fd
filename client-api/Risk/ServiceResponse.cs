using TradingBot.ClientApi.Http;
using TradingBot.Trading.Risk;

namespace TradingBot.ClientApi.Risk;

/// <summary>What the service may do.</summary>
/// <param name="Mode">normal, entries-paused or read-only; the kill switch has an address of its own.</param>
public sealed record ServiceRequest(ServiceMode? Mode = null)
{
    /// <exception cref="RequestException">It is missing, or not one of the three.</exception>
    internal ServiceMode ReadMode() => Mode is { } mode && Allowed.Contains(mode)
        ? mode
        : throw RequestException.Invalid(new ValidationError("mode", $"must be one of {string.Join(", ", Allowed.Select(EnumNames.Of))}."));

    private static readonly ServiceMode[] Allowed = [ServiceMode.Normal, ServiceMode.EntriesPaused, ServiceMode.ReadOnly];
}

/// <summary>The mode of the service.</summary>
/// <param name="Mode">normal, entries-paused, read-only, killed-keep or killed-flatten.</param>
/// <param name="Since">When it was set; null when it never was.</param>
/// <param name="By">Id of the user who set it.</param>
/// <param name="Confirmed">Users all of whose traders have confirmed it.</param>
/// <param name="Waiting">Users who were asked and whose traders have not all confirmed; they are asked again.</param>
/// <param name="Done">Whether every trader of every user has confirmed it.</param>
public sealed record ServiceResponse(ServiceMode Mode, DateTimeOffset? Since, string? By, int Confirmed, int Waiting, bool Done)
{
    public static ServiceResponse From(ServiceStatus s) => new(
        s.Mode, s.Since == 0 ? null : ApiTime.Of(s.Since), s.By.Length == 0 ? null : s.By, s.Confirmed, s.Waiting, s.IsDone);
}
