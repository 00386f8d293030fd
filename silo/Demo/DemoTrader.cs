using TradingBot.Trading;

namespace TradingBot.Silo.Demo;

/// <summary>One demo user's trader.</summary>
/// <param name="Key">User and symbol.</param>
/// <param name="Settings">What it trades with.</param>
public sealed record DemoTrader(TraderKey Key, TraderSettings Settings);
