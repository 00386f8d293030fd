using System.Text.Json;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.Numbers;

namespace TradingBot.Exchange.Binance.UserData;

/// <summary>Reads user data events of both markets; tolerant, like everything that reads Binance.</summary>
internal static class UserEvents
{
    /// <summary>The event's name, <c>e</c>.</summary>
    public static string Name(JsonElement e) => Text(e, "e") ?? "";

    /// <summary>The event as order event; null when it is about something else.</summary>
    public static OrderEvent? ReadOrder(JsonElement e) => Name(e) switch
    {
        "executionReport" => Spot(e),
        "ORDER_TRADE_UPDATE" when e.TryGetProperty("o", out var order) => Usdm(e, order),
        "ALGO_UPDATE" when e.TryGetProperty("o", out var order) => Algo(e, order),
        _ => null,
    };

    /// <summary>Hands over what an event is about.</summary>
    public static void Deliver(JsonElement e, IUserDataSink sink)
    {
        switch (Name(e))
        {
            case "outboundAccountPosition":
                foreach (var balance in Rows(e, "B"))
                    sink.OnBalance(Text(balance, "a") ?? "", Exact(balance, "f") + Exact(balance, "l"), Exact(balance, "f"));
                break;
            case "ACCOUNT_UPDATE" when e.TryGetProperty("a", out var update):
                foreach (var balance in Rows(update, "B"))
                    sink.OnBalance(Text(balance, "a") ?? "", Exact(balance, "wb"), Exact(balance, "wb"));
                break;
            default:
                if (ReadOrder(e) is { } order)
                    sink.OnOrder(order);
                break;
        }
    }

    private static JsonElement.ArrayEnumerator Rows(JsonElement e, string name) =>
        e.TryGetProperty(name, out var rows) && rows.ValueKind == JsonValueKind.Array ? rows.EnumerateArray() : default;

    private static OrderEvent Spot(JsonElement e)
    {
        var execution = Text(e, "x");
        var type = Text(e, "o") ?? "";
        // After a cancel, c is the id of the cancel and C that of the order.
        var original = Text(e, "C");
        var isTriggered = type is not ("LIMIT" or "MARKET" or "LIMIT_MAKER") && execution == "NEW" && Flag(e, "w");
        return new()
        {
            Symbol = Text(e, "s") ?? "", ClientOrderId = string.IsNullOrEmpty(original) ? Text(e, "c") ?? "" : original, Side = Text(e, "S") ?? "",
            Status = Text(e, "X") ?? "", OrderId = Whole(e, "i"), Time = Whole(e, "T"),
            IsTriggered = isTriggered,
            IsTrade = execution == "TRADE", TradeId = Whole(e, "t"), Quantity = Number(e, "l"), Filled = Number(e, "z"),
            Price = Number(e, isTriggered ? "P" : "L"), Commission = Exact(e, "n"), CommissionAsset = Text(e, "N"),
        };
    }

    private static OrderEvent Usdm(JsonElement e, JsonElement o) => new()
    {
        Symbol = Text(o, "s") ?? "", ClientOrderId = Text(o, "c") ?? "", Side = Text(o, "S") ?? "", Status = Text(o, "X") ?? "",
        OrderId = Whole(o, "i"), Time = Whole(e, "T"), IsTrade = Text(o, "x") == "TRADE", TradeId = Whole(o, "t"), Quantity = Number(o, "l"),
        Filled = Number(o, "z"),
        Price = Number(o, "L"), Commission = Exact(o, "n"), CommissionAsset = Text(o, "N"),
    };

    private static OrderEvent Algo(JsonElement e, JsonElement o) => new()
    {
        Symbol = Text(o, "s") ?? "", ClientOrderId = Text(o, "caid") ?? "", Side = Text(o, "S") ?? "", Status = Text(o, "X") ?? "",
        OrderId = Whole(o, "aid"), Time = Whole(e, "T"), IsAlgo = true, IsTriggered = Text(o, "X") is "TRIGGERING" or "TRIGGERED",
        Price = Number(o, "tp"),
    };

    private static string? Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long Whole(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;

    private static bool Flag(JsonElement e, string name) => e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static Fixed8 Number(JsonElement e, string name) => Fixed8.TryParse(Text(e, name), out var value) ? value : WireFixed8Converter.Of(Text(e, name));

    private static decimal Exact(JsonElement e, string name) =>
        decimal.TryParse(Text(e, name), System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : 0;
}
