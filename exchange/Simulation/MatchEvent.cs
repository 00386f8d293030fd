using TradingBot.Numbers;

namespace TradingBot.Exchange.Simulation;

/// <summary>What happened to an order on a candle's path.</summary>
/// <param name="Order">The order, already brought up to date.</param>
/// <param name="Price">The price at which it happened.</param>
/// <param name="Quantity">What filled; zero when the order was triggered and now rests.</param>
public readonly record struct MatchEvent(SimulatedOrder Order, Fixed8 Price, Fixed8 Quantity);
