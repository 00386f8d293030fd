using TradingBot.MarketData;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>The filters, with Binance's codes and messages.</summary>
internal static class OrderChecks
{
    public const int MaxOpenOrders = 200;

    public static string ClientId(SimRequest request, string parameter, SimAccount account, MarketType market)
    {
        var id = request.Text(parameter);
        if (id is null)
            return Guid.NewGuid().ToString("N")[..22];
        if (id.Length > 36 || id.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or ':' or '/' or '_' or '-')))
            throw new SimRefusal(-1100, $"Illegal characters found in parameter '{parameter}'; legal range is '^[\\.A-Z\\:/a-z0-9_-]{{1,36}}$'.");
        // Only among open orders: once the first has been filled, the same id is accepted again.
        var duplicate = account.Orders.Any(o => o.IsOpen && o.ClientId == id && o.Symbol.Info.Id.Market == market && o.IsAlgo == (parameter == "clientAlgoId"));
        if (duplicate)
            throw market == MarketType.Spot ? new SimRefusal(-2010, "Duplicate order sent.") : new SimRefusal(-4116, "ClientOrderId is duplicated.");
        return id;
    }

    public static void Price(SymbolInfo info, decimal price, string parameter)
    {
        var tick = info.TickSize.ToDecimal();
        var spot = info.Id.Market == MarketType.Spot;
        if (price <= 0)
            throw spot ? SimRefusal.Filter("PRICE_FILTER") : new SimRefusal(-4001, "Price less than 0.");
        if (price % tick != 0)
            throw spot ? SimRefusal.Filter("PRICE_FILTER") : new SimRefusal(-4014, $"Price not increased by tick size. ({parameter})");
        if (info.Filters is { MaxPrice.IsPositive: true } filters && price > filters.MaxPrice.ToDecimal())
            throw spot ? SimRefusal.Filter("PRICE_FILTER") : new SimRefusal(-4002, "Price greater than max price.");
    }

    public static void PercentPrice(SimSymbol symbol, decimal price)
    {
        if (price > symbol.Price * 5 || price < symbol.Price / 5)
            throw symbol.IsUsdm ? new SimRefusal(-4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit.") : SimRefusal.Filter("PERCENT_PRICE_BY_SIDE");
    }

    public static void Quantity(SymbolInfo info, decimal quantity)
    {
        var spot = info.Id.Market == MarketType.Spot;
        if (quantity <= 0)
            throw spot ? new SimRefusal(-1013, "Invalid quantity.") : new SimRefusal(-4003, "Quantity less than or equal to zero.");
        if (quantity % info.StepSize.ToDecimal() != 0)
            throw spot ? SimRefusal.Filter("LOT_SIZE") : new SimRefusal(-1111, "Precision is over the maximum defined for this asset.");
        if (quantity < info.MinQuantity.ToDecimal())
            throw spot ? SimRefusal.Filter("LOT_SIZE") : new SimRefusal(-4004, "Quantity less than min quantity.");
        if (quantity > info.MaxQuantity.ToDecimal())
            throw spot ? SimRefusal.Filter("LOT_SIZE") : new SimRefusal(-4005, "Quantity greater than max quantity.");
    }

    public static void Notional(SymbolInfo info, decimal notional)
    {
        if (notional >= info.MinNotional.ToDecimal())
            return;
        throw info.Id.Market == MarketType.Spot
            ? SimRefusal.Filter("NOTIONAL")
            : new SimRefusal(-4164, $"Order's notional must be no smaller than {info.MinNotional} (unless you choose reduce only).");
    }

    public static void Count(SimAccount account, SimSymbol symbol, bool conditional)
    {
        var open = symbol.Open.Where(o => o.Account == account).ToList();
        if (open.Count >= MaxOpenOrders)
            throw SimRefusal.Filter("MAX_NUM_ORDERS");
        var limit = symbol.Info.Filters?.MaxAlgoOrders ?? (symbol.IsUsdm ? 200 : 5);
        if (conditional && open.Count(o => o.Waits) >= limit)
            throw symbol.IsUsdm ? new SimRefusal(-4045, "Reach max stop order limit.") : SimRefusal.Filter("MAX_NUM_ALGO_ORDERS");
    }
}
