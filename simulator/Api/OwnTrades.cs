using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>An account's trades as both markets let them be asked for: the newest, or the oldest from a moment or an id on.</summary>
internal static class OwnTrades
{
    public static IEnumerable<SimTrade> Find(SimRequest request, SimSymbol symbol)
    {
        var (orderId, from, start, end) = (request.Whole("orderId"), request.Whole("fromId"), request.Whole("startTime"), request.Whole("endTime"));
        var trades = request.Owner.Trades.Where(t => t.Order.Symbol == symbol && (orderId is null || t.Order.Id == orderId)
            && !(t.Id < from) && !(t.Time < start) && !(t.Time > end));
        var limit = (int)(request.Whole("limit") ?? 500);
        return from is null && start is null ? trades.TakeLast(limit) : trades.Take(limit);
    }
}
