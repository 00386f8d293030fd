using TradingBot.Exchange.Simulation;
using TradingBot.Grains.Journal;

namespace TradingBot.Grains.Trading.Paper;

/// <summary>The durable state of a paper account: the exchange's memory, and what waits for its record.</summary>
public sealed class PaperAccountState : SimulatedAccountState
{
    /// <summary>Entries that are not known to be in the exchange's record yet, oldest first.</summary>
    public List<ExchangeEntry> Outbox { get; init; } = [];
}
