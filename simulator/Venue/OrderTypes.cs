namespace TradingBot.Simulator.Venue;

/// <summary>The order types that the simulated venue takes.</summary>
internal static class OrderTypes
{
    public static readonly string[] Spot =
        ["LIMIT", "LIMIT_MAKER", "MARKET", "STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT", "TAKE_PROFIT_LIMIT"];

    public static readonly string[] UsdmOrder = ["LIMIT", "MARKET"];

    public const string TrailingStop = "TRAILING_STOP_MARKET";

    public static readonly string[] UsdmAlgo = ["STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", TrailingStop];
}
