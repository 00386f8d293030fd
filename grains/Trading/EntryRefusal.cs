using TradingBot.Numbers;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading;

/// <summary>Why an entry was not placed.</summary>
public enum EntryRefusalReason
{
    /// <summary>Nothing stands against it.</summary>
    None,

    /// <summary>The price has reached the trigger: the exchange would refuse the order.</summary>
    WouldTriggerAtOnce,

    /// <summary>The stop that the position would get is not above zero.</summary>
    StopNotAboveZero,

    /// <summary>The stop that the position would get is not below its entry: it would trigger at once.</summary>
    StopNotBelowEntry,

    /// <summary>LOT_SIZE: below the smallest quantity.</summary>
    MinQuantity,

    /// <summary>LOT_SIZE: above the largest quantity.</summary>
    MaxQuantity,

    /// <summary>LOT_SIZE: not a multiple of the step.</summary>
    StepSize,

    /// <summary>NOTIONAL: quantity * price too small.</summary>
    MinNotional,

    /// <summary>The free balance (times leverage) does not cover quantity * price.</summary>
    Balance,

    /// <summary>After the commission less than one step would be left to sell.</summary>
    NotSellable,

    /// <summary>The venue refused the order.</summary>
    Venue,

    /// <summary>A risk rule, a switch, or whoever must be asked.</summary>
    Risk,
}

/// <summary>An entry that was not placed: the filter or rule, with the numbers.</summary>
/// <param name="Reason">Which filter or rule.</param>
/// <param name="Actual">The number that was found.</param>
/// <param name="Limit">The number that it was held against.</param>
/// <param name="Risk">What stands against it where the reason is <see cref="EntryRefusalReason.Risk"/>.</param>
public readonly record struct EntryRefusal(EntryRefusalReason Reason, Fixed16 Actual, Fixed16 Limit, RiskDecision Risk = default)
{
    /// <summary>Refused by a risk rule.</summary>
    public EntryRefusal(RiskDecision risk)
        : this(EntryRefusalReason.Risk, risk.Actual, risk.Limit, risk)
    {
    }

    /// <summary>One sentence for users.</summary>
    public override string ToString() => Reason switch
    {
        EntryRefusalReason.WouldTriggerAtOnce => $"no entry: the close {Actual} has reached the trigger {Limit}, the order would trigger at once",
        EntryRefusalReason.StopNotAboveZero => $"no entry: its stop would be {Actual}, which is not above zero",
        EntryRefusalReason.StopNotBelowEntry => $"no entry: its stop would be {Actual}, which is not below the entry at {Limit}",
        EntryRefusalReason.MinQuantity => $"no entry: quantity {Actual} is below LOT_SIZE minQty {Limit}",
        EntryRefusalReason.MaxQuantity => $"no entry: quantity {Actual} is above LOT_SIZE maxQty {Limit}",
        EntryRefusalReason.StepSize => $"no entry: quantity {Actual} is not a multiple of LOT_SIZE stepSize {Limit}",
        EntryRefusalReason.MinNotional => $"no entry: quantity * price {Actual} is below NOTIONAL minNotional {Limit}",
        EntryRefusalReason.Balance => $"no entry: quantity * price {Actual} is above the free balance {Limit}",
        EntryRefusalReason.NotSellable => $"no entry: {Actual} would be left after the commission, less than one step {Limit}",
        EntryRefusalReason.Venue => "no entry: the venue refused the order",
        EntryRefusalReason.Risk => Risk.ToString(),
        _ => "",
    };
}
