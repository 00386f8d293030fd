using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <summary>Everything that <see cref="TradingStateMachine"/> must remember. Only the state machine changes it.</summary>
public sealed class TradingState
{
    /// <summary>Phase of the spec.</summary>
    public TradePhase Phase { get; set; }

    /// <summary>Open time of the last closed candle, -1 before the first.</summary>
    public long Candle { get; set; } = -1;

    /// <summary>Close of that candle.</summary>
    public Fixed8 Close { get; set; }

    /// <summary>The last price known: that close, or a fill after it.</summary>
    public Fixed8 Price { get; set; }

    /// <summary>The stop that an entry filling now gets: the strategy's at the last close, rounded to the tick.</summary>
    public Fixed8 NextStop { get; set; }

    /// <summary>The stop that the open position should have; it only rises.</summary>
    public Fixed8 Stop { get; set; }

    /// <summary>Base held by this trader, dust of earlier trades included; on USDⓈ-M the position.</summary>
    public Fixed8 Held { get; set; }

    /// <summary>Open time of the candle in which the last position was closed.</summary>
    public long ExitedIn { get; set; } = -1;

    /// <summary>Number of the last intent.</summary>
    public long LastOrderId { get; set; }

    /// <summary>The entry order, live or last.</summary>
    public TradeOrder Entry { get; set; } = new();

    /// <summary>The exit order, live or last.</summary>
    public TradeOrder Exit { get; set; } = new();

    /// <summary>The command in flight.</summary>
    public VenueCommand InFlight { get; set; } = new();

    /// <summary>An entry of which the venue has not said whether it is there, set aside so that an exit need not wait for that.</summary>
    public VenueCommand Doubtful { get; set; } = new();

    /// <summary>The entry wanted at the last close and not yet sent (id 0 for none).</summary>
    public TradeOrder Wanted { get; set; } = new();

    /// <summary>The open entry order is no longer wanted.</summary>
    public bool CancelEntry { get; set; }

    /// <summary>The position is to be sold at market.</summary>
    public ExitReason? MarketExit { get; set; }

    /// <summary>How often the venue has refused an exit order of this position in a row.</summary>
    public int ExitRefusals { get; set; }

    /// <summary>Account of the open trade.</summary>
    public TradeAccount Trade { get; set; } = new();
}
