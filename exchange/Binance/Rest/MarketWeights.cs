namespace TradingBot.Exchange.Binance.Rest;

/// <summary>Weights of the requests that both markets have.</summary>
/// <param name="ExchangeInfo">Symbols and limits.</param>
/// <param name="Price">Price of one symbol.</param>
/// <param name="Order">Query of one order.</param>
/// <param name="OpenOrders">Open orders of one symbol.</param>
/// <param name="AllOpenOrders">Open orders of all symbols.</param>
/// <param name="Trades">Own trades.</param>
/// <param name="TradesOfOrder">Own trades of one order.</param>
internal sealed record MarketWeights(int ExchangeInfo, int Price, int Order, int OpenOrders, int AllOpenOrders, int Trades, int TradesOfOrder);
