using TradingBot.ClientApi.Http;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>Traders as a chat shows them.</summary>
internal static class TraderText
{
    /// <summary>A sign for whether it trades.</summary>
    public static string SignOf(TraderStatus status) => status switch
    {
        { RunState: TraderRunState.Stopped } => "⏹",
        { RunState: TraderRunState.Paused } => "⏸",
        { NotTrading.Length: > 0 } => "⚠️",
        _ => "▶️",
    };

    /// <summary>One line: sign, symbol, mode, position or nothing.</summary>
    public static string Line(TraderStatus status)
    {
        var mode = status.Settings is { } s ? EnumNames.Of(s.Mode) : "no settings";
        var position = status.EntryPrice.IsZero ? "" : $", open {Signed(status.UnrealisedPnl)}";
        return $"{SignOf(status)} {Bold(status.Symbol.ToString())} {mode}{position}, closed {Signed(status.Totals.Pnl)} in {status.Totals.Trades} trades";
    }

    /// <summary>All of it.</summary>
    public static string Full(TraderStatus s, CommandContext context)
    {
        var facts = Facts(
        [
            ("State", EnumNames.Of(s.RunState)), ("Mode", s.Settings is { } set ? EnumNames.Of(set.Mode) : ""), ("Settings", s.Settings is null ? "none; /settings" : SettingsText.Line(s.Symbol, s.Settings)),
            ("From next", s.PendingSettings is null ? "" : SettingsText.Line(s.Symbol, s.PendingSettings)),
            ("Candle", s.Candle is { } c ? $"{context.Local(c.OpenTime)} close {c.Close}" : "none yet"),
            ("Position", s.EntryPrice.IsZero ? "none" : $"{s.Held} at {s.EntryPrice}"), ("Stop", s.Stop.IsZero ? "" : s.Stop.ToString()),
            ("Open PnL", s.EntryPrice.IsZero ? "" : Signed(s.UnrealisedPnl)),
            ("Entry", s.EntryOrder is { } e ? $"{e.Quantity} above {e.Trigger}" : ""),
            ("Trades", $"{s.Totals.Trades}, {s.Totals.Wins} won"), ("PnL", Signed(s.Totals.Pnl)), ("Fees", s.Totals.Fees.ToString()),
        ]);
        var notes = string.Concat(
            s.NotTrading.Length > 0 ? $"\n⚠️ {Escape(s.NotTrading)}" : "", s.InFlight.Length > 0 ? $"\n⏳ {Escape(s.InFlight)}" : "", s.Notice.Length > 0 ? $"\nℹ️ {Escape(s.Notice)}" : "");
        return $"{SignOf(s)} {Bold(s.Symbol.ToString())}\n{facts}{notes}";
    }

    /// <summary>An amount with its sign, at most two decimals.</summary>
    public static string Signed(Fixed16 amount)
    {
        var rounded = Math.Round(amount.ToDecimal(), 2, MidpointRounding.ToEven);
        return rounded.ToString("+0.00;-0.00;0.00", System.Globalization.CultureInfo.InvariantCulture);
    }
}
