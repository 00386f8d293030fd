using System.Collections.Immutable;
using TradingBot.Exchange.Binance.Limits;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Spot;
using TradingBot.Exchange.Binance.Usdm;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance;

/// <summary>An open order as Binance lists it, conditional or not.</summary>
/// <param name="Order">Whose it is and what it is.</param>
/// <param name="Filled">What has filled of it.</param>
/// <param name="IsTriggered">Whether it is a stop order whose trigger has been reached.</param>
internal sealed record OpenOrder(ForeignOrder Order, Fixed8 Filled, bool IsTriggered)
{
    /// <summary>The open orders of a symbol.</summary>
    public static async Task<BinanceResult<ImmutableArray<OpenOrder>>> ListAsync(
        SpotClient spot, UsdmClient usdm, BinanceCredentials credentials, MarketSymbol symbol, RequestPriority priority)
    {
        if (symbol.Market == MarketType.Spot)
        {
            return (await spot.GetOpenOrdersAsync(credentials, symbol.Symbol, CancellationToken.None, priority))
                .Then(static rows => rows.Select(static o => Ordinary(o, o.StopPrice.IsPositive && (o.WorkingTime > 0 || o.IsWorking == true))).ToImmutableArray());
        }

        var algos = await usdm.GetOpenAlgoOrdersAsync(credentials, symbol.Symbol, CancellationToken.None, priority);
        if (!algos.IsOk)
            return new(default, algos.Error);
        // One that a trigger has made has the id of the conditional order.
        return (await usdm.GetOpenOrdersAsync(credentials, symbol.Symbol, CancellationToken.None, priority)).Then(rows =>
            rows.Select(static o => Ordinary(o, isTriggered: true))
                .Concat(algos.Value.Select(static a => new OpenOrder(
                    new(a.ClientAlgoId ?? "", BinanceNames.SideOf(a.Side), a.OrderType ?? "", a.Quantity, a.Price, a.TriggerPrice), default, a.AlgoStatus != "NEW")))
                .ToImmutableArray());
    }

    private static OpenOrder Ordinary(Wire.OrderWire o, bool isTriggered) => new(
        new(o.ClientOrderId ?? "", BinanceNames.SideOf(o.Side), o.Type ?? "", o.OrigQty, o.Price, o.StopPrice), o.ExecutedQty, isTriggered);
}
