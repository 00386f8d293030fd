using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Silo.Terminal;

/// <summary>The words and numbers that the live table and the plain lines share.</summary>
internal static class TraderText
{
    public static string Candle(TraderStatus s) =>
        s.Candle is { } c ? $"{DateTimeOffset.FromUnixTimeMilliseconds(c.OpenTime):yyyy-MM-dd HH:mm:ss} {c.Close}" : "waiting";

    public static string Indicators(TraderStatus s) => string.Join(' ', s.Indicators.Select(i => $"{i.Key}={Short(i.Value.ToDecimal())}"));

    public static string Signal(TraderStatus s) =>
        s.Settings is null ? "not set up"
        : s.RunState == TraderRunState.Stopped ? "stopped"
        : s.Phase == "Long" ? (s.ExitOrder is { Triggered: true } ? "stop triggered" : "long")
        : s.EntryOrder is { } e ? $"buy above {e.Trigger}"
        : s.RunState == TraderRunState.Paused ? "paused"
        : "waiting";

    public static string Position(TraderStatus s) => s.Phase == "Long" ? $"{s.Held} @ {s.EntryPrice}" : "none";

    public static string Entry(TraderStatus s) => s.EntryOrder is { } e ? $"{e.Quantity} <= {e.Limit}" : "-";

    public static string Stop(TraderStatus s) => s.Stop.IsPositive ? s.Stop.ToString() : "-";

    public static string Pnl(Fixed16 pnl) => Short(pnl.ToDecimal());

    private static string Short(decimal value) => Math.Round(value, Math.Abs(value) < 1 ? 6 : 2).ToString("0.######");
}
