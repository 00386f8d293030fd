using TradingBot.Numbers;

namespace TradingBot.Exchange.Binance.Wire;

// Answers of both markets. Binance's own names; every field is optional, fields that are not used are not named.
internal sealed record ErrorWire(int Code, string? Msg);

internal sealed record ServerTimeWire(long ServerTime);

internal sealed record PriceWire(string? Symbol, Fixed8 Price);

internal sealed record ExchangeInfoWire(RateLimitWire[]? RateLimits, SymbolWire[]? Symbols);

internal sealed record RateLimitWire(string? RateLimitType, string? Interval, int IntervalNum, int Limit);

internal sealed record SymbolWire(
    string? Symbol, string? Status, string? BaseAsset, string? QuoteAsset, string? ContractType, FilterWire[]? Filters);

internal sealed record FilterWire
{
    public string? FilterType { get; init; }

    public Fixed8 MinPrice { get; init; }

    public Fixed8 MaxPrice { get; init; }

    public Fixed8 TickSize { get; init; }

    public Fixed8 MinQty { get; init; }

    public Fixed8 MaxQty { get; init; }

    public Fixed8 StepSize { get; init; }

    public Fixed8 MinNotional { get; init; }

    public Fixed8 MaxNotional { get; init; }

    public Fixed8 Notional { get; init; }

    public bool? ApplyToMarket { get; init; }

    public bool? ApplyMinToMarket { get; init; }

    public bool? ApplyMaxToMarket { get; init; }

    public Fixed8 MultiplierUp { get; init; }

    public Fixed8 MultiplierDown { get; init; }

    public Fixed8 BidMultiplierUp { get; init; }

    public Fixed8 BidMultiplierDown { get; init; }

    public Fixed8 AskMultiplierUp { get; init; }

    public Fixed8 AskMultiplierDown { get; init; }

    public int? MaxNumOrders { get; init; }

    public int? MaxNumAlgoOrders { get; init; }

    public int? Limit { get; init; }

    public Fixed8 MaxPosition { get; init; }

    public int? MinTrailingAboveDelta { get; init; }

    public int? MaxTrailingAboveDelta { get; init; }

    public int? MinTrailingBelowDelta { get; init; }

    public int? MaxTrailingBelowDelta { get; init; }
}

internal sealed record FillWire(Fixed8 Price, Fixed8 Qty, decimal Commission, string? CommissionAsset, long TradeId);

internal sealed record OrderWire
{
    public string? Symbol { get; init; }

    public long OrderId { get; init; }

    public string? ClientOrderId { get; init; }

    public string? OrigClientOrderId { get; init; }

    public Fixed8 Price { get; init; }

    public Fixed8 OrigQty { get; init; }

    public Fixed8 ExecutedQty { get; init; }

    public decimal CummulativeQuoteQty { get; init; }

    public decimal CumQuote { get; init; }

    public decimal AvgPrice { get; init; }

    public string? Status { get; init; }

    public string? TimeInForce { get; init; }

    public string? Type { get; init; }

    public string? Side { get; init; }

    public string? PositionSide { get; init; }

    public Fixed8 StopPrice { get; init; }

    public bool? IsWorking { get; init; }

    public bool? ReduceOnly { get; init; }

    public bool? ClosePosition { get; init; }

    public long Time { get; init; }

    public long UpdateTime { get; init; }

    public long TransactTime { get; init; }

    // When a stop order was triggered; before that -1 or absent.
    public long WorkingTime { get; init; }

    public FillWire[]? Fills { get; init; }

    // A cancel names the cancelled order by origClientOrderId on spot.
    public string ClientId => string.IsNullOrEmpty(OrigClientOrderId) ? ClientOrderId ?? "" : OrigClientOrderId;

    public bool IsOpen => Status is "NEW" or "PARTIALLY_FILLED" or "PENDING_NEW" or "PENDING_CANCEL";
}

internal sealed record TradeWire
{
    public string? Symbol { get; init; }

    public long Id { get; init; }

    public long OrderId { get; init; }

    public Fixed8 Price { get; init; }

    public Fixed8 Qty { get; init; }

    public decimal Commission { get; init; }

    public string? CommissionAsset { get; init; }

    public decimal RealizedPnl { get; init; }

    public long Time { get; init; }

    // isBuyer on spot, buyer on USDⓈ-M.
    public bool? IsBuyer { get; init; }

    public bool? Buyer { get; init; }

    public bool Bought => IsBuyer ?? Buyer ?? false;
}
