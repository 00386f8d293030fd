namespace TradingBot.Tests.Checker.Input;

/// <summary>What happened to an order at the venue.</summary>
public enum VenueStepKind
{
    Placed,
    Triggered,
    Filled,
    Ended,
}

/// <summary>A step in the life of an order at the venue.</summary>
/// <param name="Seq">Number in the log: the order in which things happened.</param>
/// <param name="At">The clock, milliseconds UTC.</param>
/// <param name="Time">The market's time, milliseconds UTC.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Order">The order.</param>
/// <param name="Status">The order's status afterwards, in Binance's words.</param>
/// <param name="Fill">The fill.</param>
public sealed record VenueStep(
    long Seq, long At, long Time, VenueStepKind Kind, VenueOrder Order, string Status, VenueFill? Fill = null)
{
    public override string ToString()
    {
        var what = Kind switch
        {
            VenueStepKind.Placed => $"placed {Order.Side} {Order.Type} {Order.Quantity} @ {Order.Price} trigger {Order.StopPrice}",
            VenueStepKind.Filled => $"filled {Order.Side} {Fill!.Quantity} @ {Fill.Price}, commission {Fill.Commission} {Fill.CommissionAsset}, trade {Fill.TradeId}",
            _ => $"{Kind.ToString().ToLowerInvariant()} {Order.Side} {Order.Type}",
        };
        return $"venue log {Seq} at {Clock.Text(At)} (market {Time}): {Order.Account} {Order.ClientId} #{Order.Id} {what} → {Status}";
    }
}

/// <summary>A fill at the venue.</summary>
/// <param name="TradeId">The venue's number.</param>
/// <param name="Price">Price.</param>
/// <param name="Quantity">Base quantity.</param>
/// <param name="Commission">Commission.</param>
/// <param name="CommissionAsset">The asset that it was taken in.</param>
/// <param name="RealizedPnl">On USDⓈ-M: what it added to the balance before the commission.</param>
public sealed record VenueFill(
    long TradeId, decimal Price, decimal Quantity, decimal Commission, string CommissionAsset, decimal RealizedPnl = 0);
