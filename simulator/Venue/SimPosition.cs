namespace TradingBot.Simulator.Venue;

/// <summary>A USDⓈ-M position.</summary>
internal sealed class SimPosition
{
    /// <summary>Positive long, negative short.</summary>
    public decimal Amount { get; set; }

    public decimal EntryPrice { get; set; }

    public long UpdateTime { get; set; }

    /// <summary>Books a fill.</summary>
    /// <param name="signed">Bought quantity, negative for sold.</param>
    /// <param name="price">Price.</param>
    /// <returns>Realised PnL.</returns>
    public decimal Book(decimal signed, decimal price)
    {
        if (Amount == 0 || Math.Sign(Amount) == Math.Sign(signed))
        {
            EntryPrice = (EntryPrice * Math.Abs(Amount) + price * Math.Abs(signed)) / Math.Abs(Amount + signed);
            Amount += signed;
            return 0;
        }

        var closed = Math.Min(Math.Abs(Amount), Math.Abs(signed));
        var pnl = (price - EntryPrice) * closed * Math.Sign(Amount);
        var before = Math.Sign(Amount);
        Amount += signed;
        if (Amount == 0)
            EntryPrice = 0;
        else if (Math.Sign(Amount) != before)
            EntryPrice = price;
        return pnl;
    }
}
