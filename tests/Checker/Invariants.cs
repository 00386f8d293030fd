namespace TradingBot.Tests.Checker;

/// <summary>What must hold, by the names under which its violations are reported.</summary>
public static class Invariants
{
    /// <summary>The venue accepts no client order id twice.</summary>
    public const string IntentSentTwice = "intent-sent-twice";

    /// <summary>An intent that the venue has accepted is not sent again, not even to be refused.</summary>
    public const string AcceptedIntentResent = "accepted-intent-resent";

    /// <summary>A trader has at most one open entry order.</summary>
    public const string TwoEntriesOpen = "two-entries-open";

    /// <summary>No more is sold than was bought.</summary>
    public const string Oversold = "oversold";

    /// <summary>Every fill of the venue is in the journal.</summary>
    public const string FillMissing = "fill-missing";

    /// <summary>No fill is in the journal twice.</summary>
    public const string FillDoubled = "fill-doubled";

    /// <summary>A fill in the journal has the venue's side, price, quantity, commission and time.</summary>
    public const string FillDiffers = "fill-differs";

    /// <summary>No fill is in the journal that the venue does not know.</summary>
    public const string FillUnknown = "fill-unknown-to-venue";

    /// <summary>Every accepted order is in the journal.</summary>
    public const string OrderMissing = "order-missing";

    /// <summary>An order in the journal is what the venue says of it, and its fills add up.</summary>
    public const string OrderDiffers = "order-differs";

    /// <summary>No order is in the journal as accepted that the venue does not know.</summary>
    public const string OrderUnknown = "order-unknown-to-venue";

    /// <summary>Start balances and booked fills make the end balances and positions, to the last digit.</summary>
    public const string LedgerDiffers = "ledger-differs";

    /// <summary>A position is covered by protective orders within the allowed time.</summary>
    public const string Unprotected = "position-unprotected";

    /// <summary>A protective order ends with its position.</summary>
    public const string StopOutlives = "stop-outlives-position";

    /// <summary>No more is offered than is held.</summary>
    public const string MoreOffered = "more-offered-than-held";

    /// <summary>No entry is placed after stop, pause or kill switch.</summary>
    public const string EntryAfterStop = "entry-after-stop";

    /// <summary>A stopped trader without a position places nothing.</summary>
    public const string OrderAfterStop = "order-after-stop";

    /// <summary>Every open order with our prefix belongs to a trader that knows it.</summary>
    public const string OrphanOrder = "orphan-order";

    /// <summary>Every order that a trader takes for open is open.</summary>
    public const string GhostOrder = "ghost-order";

    /// <summary>At rest nothing is in flight.</summary>
    public const string InFlight = "in-flight-at-end";

    /// <summary>A trader holds what its fills add up to.</summary>
    public const string HeldDiffers = "held-differs";

    /// <summary>A trade is what its fills make of it.</summary>
    public const string TradeDiffers = "trade-differs";

    /// <summary>A trader's totals are those of its trades, and all its cash is in trades.</summary>
    public const string TotalsDiffer = "totals-differ";

    /// <summary>Every numbered entry of a trader is in the journal, once and in order, with what it tells of.</summary>
    public const string EventsIncomplete = "events-incomplete";
}
