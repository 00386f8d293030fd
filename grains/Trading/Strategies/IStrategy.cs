using System.Collections.Immutable;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Grains.Trading.Strategies;

/// <summary>
/// The decision code of one trader: long only, once a closed candle. It sees every closed candle of its interval exactly once and
/// in order, and knows nothing of orders, balances or the position: it says where it would enter, where the stop of a
/// long position belongs, and whether a position should be left. The state machine does the rest.
/// </summary>
public interface IStrategy
{
    /// <summary>Earlier candles that the strategy wants to have seen before its signals count, at least 1.</summary>
    int WarmUp { get; }

    /// <summary>Takes a closed candle.</summary>
    Signal OnClose(in Candle candle);

    /// <summary>The memory of the strategy, so that a restart continues the very same series.</summary>
    ImmutableArray<long> Save();

    /// <summary>Continues from <see cref="Save"/> of a strategy of the same name and interval (parameters may differ).</summary>
    /// <returns>False when the memory is not usable; the caller warms up instead.</returns>
    bool TryRestore(ImmutableArray<long> memory);

    /// <summary>Current indicator values for people to look at, in quote units.</summary>
    ImmutableArray<KeyValuePair<string, Fixed8>> Indicators { get; }
}
