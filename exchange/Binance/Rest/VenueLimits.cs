using TradingBot.Exchange.Binance.Limits;
using TradingBot.Exchange.Binance.Wire;

namespace TradingBot.Exchange.Binance.Rest;

/// <summary>Takes over the limits that <c>exchangeInfo</c> names.</summary>
internal static class VenueLimits
{
    public static void Apply(BinanceConnection connection, ExchangeInfoWire? info)
    {
        var limits = info?.RateLimits ?? [];
        foreach (var limit in limits)
        {
            if (limit is { RateLimitType: "REQUEST_WEIGHT", Interval: "MINUTE", IntervalNum: 1, Limit: > 0 })
                connection.Governor.Limit = limit.Limit;
        }

        connection.Budgets.SetLimits(
            from limit in limits
            where limit is { RateLimitType: "ORDERS", Interval: not null, IntervalNum: > 0, Limit: > 0 }
            let unit = UnitOf(limit.Interval!)
            where unit is not null
            select new OrderLimit($"{limit.IntervalNum}{limit.Interval![0]}", unit.Value * limit.IntervalNum, limit.Limit));
    }

    private static TimeSpan? UnitOf(string interval) => interval switch
    {
        "SECOND" => TimeSpan.FromSeconds(1),
        "MINUTE" => TimeSpan.FromMinutes(1),
        "HOUR" => TimeSpan.FromHours(1),
        "DAY" => TimeSpan.FromDays(1),
        _ => null,
    };
}
