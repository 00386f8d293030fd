using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <summary>Told by the state machine what people and records want to know.</summary>
public interface ITradingObserver
{
    /// <summary>A position has been closed.</summary>
    void OnTrade(Trade trade);

    /// <summary>
    /// An order was accepted or refused, has filled in full or in part, or has ended. The object changes later: keep a copy.
    /// </summary>
    void OnOrder(TradeOrder order, bool isExit) { }

    /// <summary>An entry was not placed; it is tried again at the next close.</summary>
    void OnEntryRefused(EntryRefusal refusal);

    /// <summary>The venue has refused the exit order of an open position.</summary>
    /// <param name="order">The order.</param>
    /// <param name="attempt">How often in a row, from 1.</param>
    void OnExitRefused(TradeOrder order, int attempt);
}
