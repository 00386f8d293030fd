using TradingBot.Numbers;

namespace TradingBot.Exchange.Binance.Wire;

internal sealed record UsdmBalanceWire(string? Asset, decimal Balance, decimal CrossWalletBalance, decimal AvailableBalance);

internal sealed record PositionWire
{
    public string? Symbol { get; init; }

    public string? PositionSide { get; init; }

    public Fixed8 PositionAmt { get; init; }

    public decimal EntryPrice { get; init; }

    public decimal MarkPrice { get; init; }

    public decimal UnRealizedProfit { get; init; }

    public decimal LiquidationPrice { get; init; }

    public string? Leverage { get; init; }

    public string? MarginType { get; init; }

    public long UpdateTime { get; init; }
}

internal sealed record LeverageWire(int Leverage, string? MaxNotionalValue, string? Symbol);

internal sealed record PositionModeWire(bool DualSidePosition);

internal sealed record CountdownWire(string? Symbol, string? CountdownTime);

internal sealed record ListenKeyWire(string? ListenKey);

internal sealed record AlgoOrderWire
{
    public long AlgoId { get; init; }

    public string? ClientAlgoId { get; init; }

    public string? OrderType { get; init; }

    public string? Symbol { get; init; }

    public string? Side { get; init; }

    public string? PositionSide { get; init; }

    public Fixed8 Quantity { get; init; }

    public string? AlgoStatus { get; init; }

    // The ordinary order that the trigger made; empty before.
    public string? ActualOrderId { get; init; }

    public decimal ActualPrice { get; init; }

    public Fixed8 ActualQty { get; init; }

    public Fixed8 TriggerPrice { get; init; }

    public Fixed8 Price { get; init; }

    public string? WorkingType { get; init; }

    public bool? ClosePosition { get; init; }

    public bool? ReduceOnly { get; init; }

    public long CreateTime { get; init; }

    public long UpdateTime { get; init; }

    public long TriggerTime { get; init; }

    // The answer to a cancel says only this.
    public string? Code { get; init; }

    public string? Msg { get; init; }

    public bool IsOpen => AlgoStatus is "NEW" or "TRIGGERING";
}
