using System.Collections.Immutable;
using TradingBot.Backtesting;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Grains.Backtesting;

/// <summary>Says everything that is wrong with a backtest's order, by field and limit.</summary>
public static class BacktestOrderValidator
{
    // As on the command line: sums of what is smaller cannot overflow.
    private static readonly Fixed8 MaxCash = new(9_000_000_000 * Fixed8.Scale);

    /// <summary>Checks an order; empty when it can be carried out.</summary>
    public static ImmutableArray<ValidationError> Validate(BacktestOrder order, SymbolInfo symbol, StrategyCatalog strategies)
    {
        var errors = TraderSettingsValidator.Validate(order.Settings, symbol, strategies).ToBuilder();
        if (!order.Cash.IsPositive || order.Cash > MaxCash)
            errors.Add(new("cash", $"{order.Cash} is not above 0 and at most {MaxCash}."));
        if (order.FeeRate < Fixed8.Zero || order.FeeRate >= Fixed8.One)
            errors.Add(new("feeRate", $"{order.FeeRate} is outside 0 to below 1."));
        if (order.Candles is < 1 or > BacktestOrder.MaxCandles)
            errors.Add(new("candles", $"{order.Candles} is outside 1 to {BacktestOrder.MaxCandles}."));
        if (order.From > order.To)
            errors.Add(new("from", "is later than to."));
        return errors.ToImmutable();
    }
}
