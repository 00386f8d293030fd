namespace TradingBot.Exchange.Binance.Wire;

internal sealed record SpotAccountWire(
    bool? CanTrade, long? Uid, long UpdateTime, SpotBalanceWire[]? Balances, CommissionRatesWire? CommissionRates);

internal sealed record CommissionRatesWire(decimal Maker, decimal Taker);

internal sealed record SpotBalanceWire(string? Asset, decimal Free, decimal Locked);

internal sealed record CancelReplaceWire(string? CancelResult, string? NewOrderResult, OrderWire? CancelResponse, OrderOrErrorWire? NewOrderResponse);

internal sealed record CancelReplaceErrorWire(int Code, string? Msg, CancelReplacePartsWire? Data);

internal sealed record CancelReplacePartsWire(
    string? CancelResult, string? NewOrderResult, OrderOrErrorWire? CancelResponse, OrderOrErrorWire? NewOrderResponse);

/// <summary>Where Binance puts an order, or the error of one.</summary>
internal sealed record OrderOrErrorWire(int? Code, string? Msg, long OrderId, string? ClientOrderId, string? Status);

internal sealed record AmendWire(long TransactTime, OrderWire? AmendedOrder);

internal sealed record ApiRestrictionsWire
{
    public bool? IpRestrict { get; init; }

    public bool? EnableReading { get; init; }

    public bool? EnableWithdrawals { get; init; }

    public bool? EnableInternalTransfer { get; init; }

    public bool? PermitsUniversalTransfer { get; init; }

    public bool? EnableSpotAndMarginTrading { get; init; }

    public bool? EnableFutures { get; init; }

    public long? TradingAuthorityExpirationTime { get; init; }
}
