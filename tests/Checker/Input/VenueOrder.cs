namespace TradingBot.Tests.Checker.Input;

/// <summary>An order that the venue accepted, as its log has it.</summary>
/// <param name="Account">API key of the account.</param>
/// <param name="Market"><c>spot</c> or <c>usdm</c>.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="Id">The venue's number.</param>
/// <param name="ClientId">Client order id.</param>
/// <param name="IsAlgo">A conditional order of USDⓈ-M, which an ordinary one with the same client id follows when it triggers.</param>
/// <param name="Side"><c>BUY</c> or <c>SELL</c>.</param>
/// <param name="Type">Binance's order type.</param>
/// <param name="Quantity">Base quantity.</param>
/// <param name="Price">Limit price, zero for none.</param>
/// <param name="StopPrice">Trigger price, zero for none.</param>
/// <param name="ClosePosition">Closes the position, whatever its size.</param>
public sealed record VenueOrder(
    string Account, string Market, string Symbol, long Id, string ClientId, bool IsAlgo, string Side, string Type, decimal Quantity,
    decimal Price, decimal StopPrice, bool ClosePosition = false)
{
    public bool IsBuy => Side == "BUY";
}
