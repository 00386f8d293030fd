using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Simulation;

/// <summary>Everything that a <see cref="SimulatedAccount"/> must remember.</summary>
public class SimulatedAccountState
{
    /// <summary>Spot balances by asset, what open orders tie up included.</summary>
    public SortedDictionary<string, Fixed16> Balances { get; init; } = new(StringComparer.Ordinal);

    /// <summary>USDⓈ-M wallet balances by asset.</summary>
    public SortedDictionary<string, Fixed16> FuturesBalances { get; init; } = new(StringComparer.Ordinal);

    /// <summary>One book a symbol, by <c>market:symbol</c>.</summary>
    public SortedDictionary<string, SimulatedBookState> Books { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>One symbol of a simulated account.</summary>
public sealed class SimulatedBookState
{
    /// <summary>The asset that is bought.</summary>
    public string BaseAsset { get; init; } = "";

    /// <summary>The asset that prices are in.</summary>
    public string QuoteAsset { get; init; } = "";

    /// <summary>Where on the candles' path the symbol stands.</summary>
    public PathPosition Position { get; set; } = PathPosition.Start;

    /// <summary>Open orders, oldest first.</summary>
    public IReadOnlyList<SimulatedOrder> Orders { get; set; } = [];

    /// <summary>The highest order id seen: a lower or equal one has been placed before.</summary>
    public long LastOrderId { get; set; }

    /// <summary>Sequence of the last report.</summary>
    public long LastReport { get; set; }

    /// <summary>Reports that the trader has not acknowledged.</summary>
    public List<ExecutionReport> Reports { get; init; } = [];

    /// <summary>USDⓈ-M: quantity of the position.</summary>
    public Fixed8 Quantity { get; set; }

    /// <summary>USDⓈ-M: what the position has cost.</summary>
    public Fixed16 Cost { get; set; }
}
