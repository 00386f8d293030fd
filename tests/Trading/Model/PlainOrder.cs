using TradingBot.Numbers;
using TradingBot.Tests.Checker.Input;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Model;

internal sealed class PlainOrder(OrderRequest request, VenueOrder logged)
{
    public OrderRequest Request => request;

    public VenueOrder Logged => logged;

    public Fixed8 Remaining { get; set; } = request.Quantity;

    public bool Triggered { get; set; }

    public bool IsOpen { get; set; } = true;

    public bool IsBuy => request.Side == OrderSide.Buy;
}
