using System.Globalization;

namespace TradingBot.Tests.Checker;

internal static class Clock
{
    public static string Text(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
