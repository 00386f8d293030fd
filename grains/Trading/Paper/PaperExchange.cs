using TradingBot.Exchange;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading.Paper;

/// <summary>One symbol of a user's paper account.</summary>
internal sealed class PaperExchange(IPaperAccountGrain account, MarketSymbol symbol) : IExchange
{
    public Task<VenueStep> AdvanceAsync(Candle candle, long acknowledged) => account.AdvanceAsync(symbol, candle, acknowledged);

    public Task<VenueAnswer> PlaceAsync(OrderRequest order) => Known(account.PlaceAsync(order));

    public Task<VenueAnswer> CancelAsync(long orderId) => Known(account.CancelAsync(symbol, orderId));

    public Task<VenueAnswer> ReplaceAsync(long orderId, OrderRequest order) => Known(account.ReplaceAsync(orderId, order));

    public Task<VenueKnowledge> FindAsync(long orderId) => account.FindAsync(symbol, orderId);

    // A call whose answer does not come may have been carried out.
    private static async Task<VenueAnswer> Known(Task<VenueAnswer> call)
    {
        try
        {
            return await call;
        }
        catch (TimeoutException e)
        {
            return new(VenueOutcome.Unknown, e.Message);
        }
    }
}
