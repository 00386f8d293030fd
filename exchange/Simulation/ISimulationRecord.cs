using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Exchange.Simulation;

/// <summary>Told by a <see cref="SimulatedAccount"/> what its exchange does, as it does it.</summary>
public interface ISimulationRecord
{
    /// <summary>An order was accepted.</summary>
    void OnPlaced(OrderRequest order);

    /// <summary>An open order was cancelled.</summary>
    void OnCancelled(MarketSymbol symbol, long orderId);

    /// <summary>An order was filled, in full or in part.</summary>
    void OnFilled(MarketSymbol symbol, ExecutionReport report);
}
