using Microsoft.Extensions.Logging;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <summary>Wakes a trader when its venue has reported something, once however many reports come before its turn.</summary>
/// <param name="key">The trader, for the log.</param>
/// <param name="trader">It takes what was reported by a call, in its turn.</param>
/// <param name="logger">Told of calls that fail: the trader's watch looks again.</param>
internal sealed class VenueWake(TraderKey key, ITraderVenueGrain trader, ILogger logger)
{
    private int _isWoken;

    /// <summary>On any thread: something was reported.</summary>
    public void Call()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0)
            _ = CallAsync();
    }

    /// <summary>The trader looks now: what is reported from here on wakes it again.</summary>
    public void Taken() => Volatile.Write(ref _isWoken, 0);

    private async Task CallAsync()
    {
        try
        {
            await trader.OnVenueAsync();
        }
        catch (Exception failure)
        {
            Taken();
            logger.LogWarning(failure, "{Trader} could not take what its venue has reported", key);
        }
    }
}
