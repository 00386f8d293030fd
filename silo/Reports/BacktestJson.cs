using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using TradingBot.Grains.Backtesting;
using TradingBot.Trading;

namespace TradingBot.Silo.Reports;

/// <summary>
/// The backtest's JSON report: decimals as strings in the shortest exact notation, times in milliseconds; ratios are rounded at
/// eight decimals, and one that is not defined (a profit factor without losses) is null.
/// </summary>
internal static class BacktestJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(BacktestReport report)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            var result = report.Result;
            json.WriteStartObject();
            json.WriteNumber("candles", result.Candles);
            json.WriteNumber("holes", report.File.Summary.Holes);
            json.WriteStartArray("trades");
            foreach (var trade in result.Trades)
                WriteTrade(json, trade);
            json.WriteEndArray();
            WritePosition(json, result.OpenPosition);
            json.WriteString("finalCash", result.FinalCash.ToString());
            json.WriteString("finalBase", result.FinalBase.ToString());
            json.WriteString("finalEquity", result.FinalEquity.ToString());
            WriteSummary(json, report);
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    public static string ReasonName(ExitReason reason) => reason switch
    {
        ExitReason.Stop => "stop",
        ExitReason.Escalation => "escalation",
        ExitReason.Signal => "signal",
        ExitReason.Flatten => "flatten",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    private static void WriteTrade(Utf8JsonWriter json, Trade trade)
    {
        json.WriteStartObject();
        json.WriteNumber("entryTime", trade.EntryTime);
        json.WriteString("entryPrice", trade.EntryPrice.ToString());
        json.WriteString("quantity", trade.Quantity.ToString());
        json.WriteNumber("exitTime", trade.ExitTime);
        json.WriteString("exitPrice", trade.ExitPrice.ToString());
        json.WriteString("exitReason", ReasonName(trade.ExitReason));
        json.WriteString("fees", trade.Fees.ToString());
        json.WriteString("pnl", trade.Pnl.ToString());
        json.WriteEndObject();
    }

    private static void WritePosition(Utf8JsonWriter json, OpenPosition? position)
    {
        if (position is null)
        {
            json.WriteNull("openPosition");
            return;
        }

        json.WriteStartObject("openPosition");
        json.WriteNumber("entryTime", position.EntryTime);
        json.WriteString("entryPrice", position.EntryPrice.ToString());
        json.WriteString("quantity", position.Quantity.ToString());
        json.WriteString("stop", position.Stop.ToString());
        json.WriteString("unrealisedPnl", position.UnrealisedPnl.ToString());
        json.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter json, BacktestReport report)
    {
        var p = report.Performance;
        json.WriteStartObject("summary");
        json.WriteNumber("trades", p.Trades);
        json.WriteNumber("wins", p.Wins);
        json.WriteNumber("losses", p.Losses);
        json.WriteString("winRate", Ratio(p.WinRate));
        json.WriteString("profitFactor", Ratio(p.ProfitFactor));
        json.WriteString("expectancy", p.Expectancy?.ToString());
        json.WriteString("maxDrawdown", Ratio(p.MaxDrawdown));
        json.WriteString("sharpe", Ratio(p.Sharpe));
        json.WriteString("returnPct", Ratio(p.ReturnPct));
        json.WriteEndObject();
    }

    private static string? Ratio(double? value) =>
        value is { } v ? (v.ToString("0.########", CultureInfo.InvariantCulture) is var text && text == "-0" ? "0" : text) : null;
}
