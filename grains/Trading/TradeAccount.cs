using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <summary>What the open trade has bought, sold and paid so far.</summary>
public sealed class TradeAccount
{
    /// <summary>Time of the first entry fill, -1 for none.</summary>
    public long EntryTime { get; set; } = -1;

    /// <summary>Base bought, before commission.</summary>
    public Fixed8 Bought { get; set; }

    /// <summary>Quote paid for it.</summary>
    public Fixed16 Cost { get; set; }

    /// <summary>Base sold.</summary>
    public Fixed8 Sold { get; set; }

    /// <summary>Quote received for it, before commission.</summary>
    public Fixed16 Proceeds { get; set; }

    /// <summary>Commissions taken in quote.</summary>
    public Fixed16 QuoteFees { get; set; }

    /// <summary>Commissions taken in base, valued in quote at their fill's price.</summary>
    public Fixed16 BaseFees { get; set; }

    /// <summary>Average entry price.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Fixed8 EntryPrice => Average(Cost, Bought);

    internal void Add(OrderSide side, Fixed8 price, Fixed8 quantity, Fixed8 commission, bool commissionInBase, long time)
    {
        if (side == OrderSide.Buy)
        {
            if (EntryTime < 0)
                EntryTime = time;
            Bought += quantity;
            Cost += price * quantity;
        }
        else
        {
            Sold += quantity;
            Proceeds += price * quantity;
        }

        if (commissionInBase)
            BaseFees += price * commission;
        else
            QuoteFees += commission;
    }

    /// <summary>
    /// The trade as closed. On spot the whole cost counts, because base commissions already reduce what was sold; on
    /// USDⓈ-M bought and sold are the same quantity. Either way: proceeds - cost - commissions in quote.
    /// </summary>
    internal Trade Close(long exitTime, ExitReason reason) => new(
        EntryTime, EntryPrice, Sold, exitTime, Average(Proceeds, Sold), reason,
        QuoteFees + BaseFees, Proceeds - Cost - QuoteFees);

    internal void Reset()
    {
        EntryTime = -1;
        (Bought, Sold) = (default, default);
        (Cost, Proceeds, QuoteFees, BaseFees) = (default, default, default, default);
    }

    private static Fixed8 Average(Fixed16 amount, Fixed8 quantity) => quantity.IsPositive ? amount.PricePer(quantity) : default;
}
