using System.Collections.Immutable;
using TradingBot.Grains.Journal;
using TradingBot.Grains.Trading.Risk;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading;

/// <summary>The durable state of a trader.</summary>
public sealed class TraderState
{
    /// <summary>The <see cref="Acknowledged"/> of a trader that has yet to learn where the venue's reports of it end.</summary>
    public const long UnknownHistory = -1;

    /// <summary>How many of the last trades are kept here for a quick look; the sum of all is in <see cref="Totals"/>.</summary>
    public const int RecentTrades = 5;

    /// <summary>The symbol as it was last known. Null in a state from before it was kept, until the next write.</summary>
    public SymbolInfo? Symbol { get; set; }

    /// <summary>Settings in force.</summary>
    public TraderSettings? Settings { get; set; }

    /// <summary>Settings that take effect at the next close.</summary>
    public TraderSettings? PendingSettings { get; set; }

    /// <summary>Whether it trades.</summary>
    public TraderRunState RunState { get; set; }

    /// <summary>Started from a standstill, and no candle has closed since.</summary>
    public bool WarmUpPending { get; set; }

    /// <summary>Open time of the last candle before the last start from a standstill; -1 when there was none.</summary>
    public long StartedAfter { get; set; } = -1;

    /// <summary>The state machine's memory.</summary>
    public TradingState Trading { get; set; } = new();

    /// <summary>The last closed candle.</summary>
    public Candle? Candle { get; set; }

    /// <summary>The strategy's memory as of that candle.</summary>
    public ImmutableArray<long> StrategyMemory { get; set; } = [];

    /// <summary>Sequence of the last execution report that is booked in this state.</summary>
    public long Acknowledged { get; set; }

    /// <summary>The same for the modes that it traded in before, each of which counts in its own way.</summary>
    public Dictionary<TradingMode, long> AcknowledgedElsewhere { get; init; } = [];

    /// <summary>What the position at a futures venue has beside what this trader holds: somebody else's, and left alone.</summary>
    public Fixed8 ForeignPosition { get; set; }

    /// <summary>
    /// Set by the command <c>restore</c>: the last intent that the backup knew. Orders of later ones may be open at the venue and are
    /// nobody's any more. Null once that is settled.
    /// </summary>
    public long? RestoredBehind { get; set; }

    /// <summary>Closed trades in sum.</summary>
    public TradeTotals Totals { get; set; } = TradeTotals.None;

    /// <summary>The last trades, oldest first.</summary>
    public List<Trade> Trades { get; init; } = [];

    /// <summary>The last thing worth knowing.</summary>
    public string Notice { get; set; } = "";

    /// <summary>The memory of the risk rules by mode: what was lost on paper says nothing about live trading.</summary>
    public Dictionary<TradingMode, RiskState> Risk { get; init; } = [];

    /// <summary>The rule that people were last told of as standing against entries.</summary>
    public RiskRule BlockedBy { get; set; }

    /// <summary>Number of the last journal entry.</summary>
    public long LastEntry { get; set; }

    /// <summary>Journal entries that are not known to be in the journal yet, oldest first.</summary>
    public List<JournalEntry> Outbox { get; init; } = [];
}
