using System.Collections.Immutable;
using TradingBot.Trading;

namespace TradingBot.Silo.Terminal;

/// <summary>Shows traders on the terminal.</summary>
internal interface ITraderDisplay
{
    /// <summary>Shows what <paramref name="read"/> gives, again and again, until cancelled.</summary>
    Task ShowAsync(
        Func<Task<ImmutableArray<TraderStatus>>> read, TimeSpan every, TimeProvider time, CancellationToken cancellationToken);
}
