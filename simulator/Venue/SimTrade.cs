namespace TradingBot.Simulator.Venue;

/// <summary>A fill.</summary>
internal sealed record SimTrade(
    long Id, SimOrder Order, decimal Price, decimal Quantity, decimal Commission, string CommissionAsset, decimal RealizedPnl, long Time,
    bool IsMaker);
