using System.Globalization;

namespace TradingBot.Grains.Billing;

/// <summary>Amounts as people read them.</summary>
internal static class Rupees
{
    public static string Text(long paise) => string.Create(CultureInfo.InvariantCulture, $"₹{paise / 100}.{paise % 100:00}");
}
