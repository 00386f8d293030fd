using System.Collections.Immutable;
using Orleans.Concurrency;
using TradingBot.Numbers;

namespace TradingBot.Trading.Risk;

/// <summary>
/// What holds for all traders of a user: kill switch and rules. Key: the user id. A grain of its own beside <see cref="Accounts.IUserGrain"/>,
/// which signs the user in and must not wait for orders.
/// </summary>
[Alias("user-risk")]
public interface IUserRiskGrain : IGrainWithStringKey
{
    /// <summary>The rules, and where the user stands.</summary>
    [Alias("get")]
    Task<UserRiskView> GetAsync();

    /// <summary>Sets the rules. Durable; all traders are told, and those that cannot be reached now are told later.</summary>
    /// <returns>What is wrong with the limits; then nothing has changed.</returns>
    [Alias("set-limits")]
    Task<ImmutableArray<ValidationError>> SetLimitsAsync(UserRiskLimits limits);

    /// <summary>Lets the drawdown begin at the present realised PnL. Durable.</summary>
    [Alias("reset-drawdown")]
    Task ResetDrawdownAsync();

    /// <summary>The kill switch.</summary>
    [Alias("get-kill-switch")]
    Task<KillSwitchStatus> GetKillSwitchAsync();

    /// <summary>
    /// Ends all entries of the user, now and until <see cref="ReleaseAsync"/>. Durable before any trader is told; waits some seconds for
    /// the traders, and goes on asking those that have not confirmed by then.
    /// </summary>
    [Alias("kill")]
    Task<KillSwitchStatus> KillAsync(KillPositions positions);

    /// <summary>Allows entries again. Durable; releasing what is not on changes nothing.</summary>
    [Alias("release")]
    Task<KillSwitchStatus> ReleaseAsync();

    /// <summary>Ends all entries of the user as the kill switch does, or allows them again; the kill switch stays as it is. Durable.</summary>
    [Alias("suspend")]
    Task SuspendAsync(bool suspended);

    /// <summary>What holds for the user's traders now. A trader pulls it before its first entry; later changes are pushed to it.</summary>
    [Alias("get-control")]
    [ResponseTimeout("00:00:05")]
    Task<TradingControl> GetControlAsync();

    /// <summary>
    /// Asks for an entry. When it is allowed, its cost is held for the trader, durably, until the trader tells of another exposure; asking
    /// again replaces what was held. A short time-out, because an answer that comes late would keep a fill waiting for its stop.
    /// </summary>
    /// <param name="exposure">What the trader has at stake now.</param>
    /// <param name="notional">Cost of the entry, in place of any that is open.</param>
    /// <param name="now">The market's clock, milliseconds UTC.</param>
    [Alias("ask")]
    [ResponseTimeout("00:00:01")]
    Task<RiskDecision> AskAsync(TraderExposure exposure, Fixed16 notional, long now);

    /// <summary>Tells what a trader has at stake after a change. Durable.</summary>
    [Alias("report")]
    [ResponseTimeout("00:00:01")]
    Task ReportAsync(TraderExposure exposure);

    /// <summary>Passes the service's mode on to the user's traders.</summary>
    /// <param name="service">The mode; an older one than what the user has is ignored.</param>
    /// <returns>True when every trader has confirmed it.</returns>
    [Alias("apply-service-mode")]
    Task<bool> ApplyServiceModeAsync(ServiceState service);
}
