using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.Binance.Spot;
using TradingBot.Exchange.Binance.Streams;
using TradingBot.Exchange.Binance.UserData;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.MarketData;

namespace TradingBot.Tests.Exchange.Binance.Rest;

/// <summary>How the adapter reads an answer, and how one sees that it has understood it.</summary>
internal sealed record ExampleReader(Func<JsonNode, object?> Read, Func<object, bool> Understood);

/// <summary>The readers by the names that the official connectors' tests give their answers.</summary>
internal static class ExampleReaders
{
    private static readonly Dictionary<string, ExampleReader> Readers = new(StringComparer.Ordinal);

    static ExampleReaders()
    {
        Add("ping order_test sor_order_test", BinanceJson.Default.OrderWire, static _ => true);
        Add("time check_server_time", BinanceJson.Default.ServerTimeWire, static t => t.ServerTime > 0);
        Add("exchange_info exchange_information", static n => SymbolInfos.From(
            MarketType.Spot, JsonSerializer.Deserialize(Bytes(n), BinanceJson.Default.ExchangeInfoWire)!).ToList(), static s => s.Count > 0);
        Add("klines ui_klines kline_candlestick_data", static n => KlineRows.Parse(Bytes(n)), static _ => true);
        Add("kline kline_subscription kline_candlestick_streams kline_candlestick_streams_subscription", ReadKlineEvent, static _ => true);
        Add("ticker_price symbol_price_ticker symbol_price_ticker_v2", ReadPrice, static p => p.Symbol is not null);
        Add("new_order delete_order get_order order_place order_cancel order_status cancel_order modify_order query_order query_current_open_order",
            BinanceJson.Default.OrderWire, static o => o.OrderId > 0 && o.ClientId.Length > 0);
        Add("all_orders get_open_orders open_orders_status current_all_open_orders",
            BinanceJson.Default.OrderWireArray, static o => o[0].OrderId > 0 && o[0].ClientId.Length > 0);
        Add("order_amend_keep_priority", BinanceJson.Default.AmendWire, static a => a.AmendedOrder!.OrderId > 0);
        Add("order_cancel_replace", BinanceJson.Default.CancelReplaceWire, static r => r is { CancelResult: "SUCCESS", NewOrderResult: "SUCCESS" });
        Add("my_trades account_trade_list", BinanceJson.Default.TradeWireArray, static t => t[0].Id > 0 && t[0].OrderId > 0);
        Add("get_account account_status", BinanceJson.Default.SpotAccountWire, static a => a.Balances!.Length > 0);
        Add("futures_account_balance futures_account_balance_v2 futures_account_balance_v3",
            BinanceJson.Default.UsdmBalanceWireArray, static b => b[0].Asset is not null);
        Add("position_information position_information_v2 position_information_v3", BinanceJson.Default.PositionWireArray, static p => p[0].Symbol is not null);
        Add("get_current_position_mode", BinanceJson.Default.PositionModeWire, static p => p.DualSidePosition);
        Add("change_initial_leverage", BinanceJson.Default.LeverageWire, static l => l.Leverage > 0);
        Add("change_margin_type change_position_mode", BinanceJson.Default.ErrorWire, static e => e.Code == 200);
        Add("auto_cancel_all_open_orders", BinanceJson.Default.CountdownWire, static c => c.Symbol is not null);
        Add("new_algo_order query_algo_order cancel_algo_order", BinanceJson.Default.AlgoOrderWire, static o => o.AlgoId > 0);
        Add("current_all_algo_open_orders query_all_algo_orders", BinanceJson.Default.AlgoOrderWireArray, static o => o[0].AlgoId > 0 && o[0].ClientAlgoId is not null);
        Add("start_user_data_stream keepalive_user_data_stream", BinanceJson.Default.ListenKeyWire, static k => k.ListenKey is not null);
    }

    /// <summary>An error of either market, as a whole or of a cancel-replace.</summary>
    public static ExampleReader Error { get; } = new(
        static n => n["data"] is null ? ErrorOf(n) : CancelReplaceAnswers.From(ErrorOf(n), Bytes(n)), static _ => true);

    /// <summary>A user data event that is about an order.</summary>
    public static ExampleReader OrderEvent { get; } = new(ReadOrderEvent, static e => ((OrderEvent)e).ClientOrderId.Length > 0);

    public static IEnumerable<string> Names => Readers.Keys;

    /// <summary>The reader of an answer; null for one that no call of the adapter gets.</summary>
    public static ExampleReader? Find(string name) => Readers.GetValueOrDefault(name);

    public static OrderEvent? ReadOrderEvent(JsonNode answer)
    {
        using var document = JsonDocument.Parse(Bytes(answer));
        return UserEvents.ReadOrder(document.RootElement);
    }

    private static void Add<T>(string names, JsonTypeInfo<T> type, Func<T, bool> understood) =>
        Add(names, n => JsonSerializer.Deserialize(Bytes(n), type), understood);

    private static void Add<T>(string names, Func<JsonNode, T?> read, Func<T, bool> understood)
    {
        foreach (var name in names.Split(' '))
            Readers.Add(name, new(n => read(n), v => understood((T)v)));
    }

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static BinanceError ErrorOf(JsonNode node) => BinanceErrors.From(MarketType.Spot, 400, Bytes(node));

    private static PriceWire? ReadPrice(JsonNode node) =>
        JsonSerializer.Deserialize(Bytes(node is JsonArray array ? array[0]! : node), BinanceJson.Default.PriceWire);

    // On the wire it comes by a combined stream.
    private static string? ReadKlineEvent(JsonNode node)
    {
        var frame = KlineFrame.Parse(Bytes(new JsonObject { ["stream"] = "x@kline_1m", ["data"] = node.DeepClone() }));
        return frame.Kind == StreamFrameKind.Kline ? $"{frame.OpenTime} {frame.IsClosed} {frame.TryGetCandle(out var candle)} {candle}" : null;
    }
}
