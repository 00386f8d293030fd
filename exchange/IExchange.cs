using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Exchange;

/// <summary>
/// One trader's access to the exchange: one symbol of one account. Backtest, paper, testnet and live differ in nothing but
/// what stands behind this port.
/// </summary>
public interface IExchange
{
    /// <summary>
    /// Brings the trader up to date with all that has happened until a candle's close. A simulated exchange moves along the
    /// candle's path and stops wherever the trader may want to react.
    /// </summary>
    /// <param name="candle">The closed candle.</param>
    /// <param name="acknowledged">Sequence of the last report that the trader has durably booked; later ones are given again.</param>
    Task<VenueStep> AdvanceAsync(Candle candle, long acknowledged);

    /// <summary>Places an order. The same id placed again has no effect and is answered as accepted.</summary>
    Task<VenueAnswer> PlaceAsync(OrderRequest order);

    /// <summary>Cancels an order.</summary>
    /// <param name="orderId">The trader's number of the intent.</param>
    Task<VenueAnswer> CancelAsync(long orderId);

    /// <summary>Cancels an order, and places another one only if that succeeds.</summary>
    Task<VenueAnswer> ReplaceAsync(long orderId, OrderRequest order);

    /// <summary>What the exchange knows of an intent: how a command without an answer is settled.</summary>
    Task<VenueKnowledge> FindAsync(long orderId);
}
