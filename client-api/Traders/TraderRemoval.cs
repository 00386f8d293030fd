using TradingBot.ClientApi.Http;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Traders;

/// <summary>When a trader may be taken off the list.</summary>
internal static class TraderRemoval
{
    /// <exception cref="RequestException">It is not stopped, or something of it is open.</exception>
    public static void ThrowIfBusy(TraderStatus status)
    {
        if (status.RunState != TraderRunState.Stopped)
            throw RequestException.Conflict("Stop the trader first.", new ValidationError("runState", $"is {EnumNames.Of(status.RunState)}; it must be stopped."));
        if (status is not { Phase: not "Long", EntryOrder: null, ExitOrder: null, InFlight: "" })
            throw RequestException.Conflict("Flatten the position first.", new ValidationError("phase", "a position or an order is still open."));
    }
}
