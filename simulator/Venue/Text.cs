using System.Globalization;

namespace TradingBot.Simulator.Venue;

/// <summary>Numbers as Binance prints them.</summary>
internal static class Text
{
    /// <summary>Eight decimals, as on spot.</summary>
    public static string Spot(decimal value) => value.ToString("0.00000000", CultureInfo.InvariantCulture);

    /// <summary>As short as exact, as on USDⓈ-M.</summary>
    public static string Usdm(decimal value) => value.ToString("0.################", CultureInfo.InvariantCulture);
}
