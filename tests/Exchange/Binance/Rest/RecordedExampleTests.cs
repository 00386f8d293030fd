using System.Text.Json;
using System.Text.Json.Nodes;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Binance.Rest;

/// <summary>All examples of the official documentation and of the official connectors' tests.</summary>
public sealed class RecordedExampleTests
{
    private const string Connectors = "binance/examples/official-connector-expected-responses.jsonl";
    private const string Documentation = "binance/examples/official-spot-docs-examples.jsonl";

    // Sections of the documentation by what the connectors call them; a section that is named nowhere gives no answer to us.
    private static readonly (string Section, string Name)[] Sections =
    [
        ("Check server time", "time"), ("Exchange information", "exchange_info"), ("Kline/Candlestick data", "klines"), ("Klines", "klines"),
        ("UIKlines", "ui_klines"), ("UI Klines", "ui_klines"), ("Symbol price ticker", "ticker_price"), ("New order (TRADE)", "new_order"),
        ("Place new order (TRADE)", "new_order"), ("Test new order (TRADE)", "order_test"), ("Cancel order (TRADE)", "delete_order"),
        ("Cancel an Existing Order and Send a New Order (TRADE)", "order_cancel_replace"), ("Cancel and replace order (TRADE)", "order_cancel_replace"),
        ("Order Amend Keep Priority (TRADE)", "order_amend_keep_priority"), ("Account information (USER_DATA)", "get_account"),
        ("Query order (USER_DATA)", "get_order"), ("Current open orders (USER_DATA)", "get_open_orders"), ("All orders (USER_DATA)", "all_orders"),
        ("Account order history (USER_DATA)", "all_orders"), ("Account trade list (USER_DATA)", "my_trades"), ("Account trade history (USER_DATA)", "my_trades"),
        ("Kline/Candlestick Streams for UTC", "kline"), ("Test connectivity", "ping"),
    ];

    [Fact]
    public void Every_answer_of_the_official_connectors_that_concerns_the_adapter_is_read()
    {
        var (read, foreign) = (0, 0);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Rows(Connectors).Where(static r => r["kind"]!.GetValue<string>() == "expected_response"))
        {
            var name = row["function"]!.GetValue<string>()["test_".Length..]
                .Replace("_success", "", StringComparison.Ordinal).Replace("_with_optional_params", "", StringComparison.Ordinal);
            // The WebSocket API wraps what REST answers.
            var answer = (row["json"] as JsonObject)?["result"] ?? row["json"]!;
            // Conversions have orders of their own kind; of klines these examples keep but the first number.
            if (row["test"]!.GetValue<string>().Contains("convert", StringComparison.Ordinal) || answer is JsonArray and [JsonArray { Count: 1 }]
                || ExampleReaders.Find(name) is not { } reader)
            {
                foreign++;
                continue;
            }

            read++;
            names.Add(name);
            Check(name, answer, reader);
        }

        ExampleReaders.Names.Except(names).ShouldBe(["klines", "ui_klines", "kline_candlestick_data"], ignoreOrder: true);
        (read, foreign).ShouldBe((141, 383));
    }

    [Fact]
    public void Every_answer_and_error_of_the_official_documentation_is_read()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in Rows(Documentation))
        {
            if (row["json"] is not { } json || json is JsonObject { Count: > 0 } o && o.ContainsKey("method"))
                continue;
            var section = row["section"]!.GetValue<string>().Split(" > ")[^1];
            var answer = json is JsonObject wrapped ? wrapped["error"] ?? wrapped["result"] ?? wrapped["event"] ?? json : json;
            string kind;
            if (answer is JsonObject error && error.ContainsKey("code") && error.ContainsKey("msg"))
            {
                kind = "error";
                Check(section, answer, ExampleReaders.Error);
            }
            else if (answer is JsonObject e && e["e"]?.GetValue<string>() == "executionReport")
            {
                kind = "order event";
                Check(section, answer, ExampleReaders.OrderEvent);
            }
            else if (Array.Find(Sections, s => s.Section == section).Name is { } name && (answer as JsonObject)?["contingencyType"] is null)
            {
                kind = "answer";
                Check(section, answer, ExampleReaders.Find(name)!);
            }
            else
            {
                kind = "other";
                ExampleReaders.ReadOrderEvent(answer is JsonObject ? answer : new JsonObject()).ShouldBeNull(section);
            }

            counts[kind] = counts.GetValueOrDefault(kind) + 1;
        }

        counts.ShouldBe(new Dictionary<string, int> { ["answer"] = 43, ["error"] = 25, ["order event"] = 2, ["other"] = 155 }, ignoreOrder: true);
    }

    [Fact]
    public void Documented_replacements_end_as_their_halves_say()
    {
        var outcomes = Rows(Documentation).Where(r => r["section"]!.GetValue<string>().EndsWith("Cancel an Existing Order and Send a New Order (TRADE)", StringComparison.Ordinal))
            .Select(r => r["json"]!).Where(j => j["code"] is not null).Select(j => ExampleReaders.Error.Read(j)).OfType<VenueAnswer>().Select(a => a.Outcome).ToList();
        outcomes.ShouldBe(
        [
            VenueOutcome.OrderNotOpen, VenueOutcome.CancelledNotPlaced, VenueOutcome.Unknown, VenueOutcome.Unknown, VenueOutcome.CancelledNotPlaced,
        ]);
    }

    private static List<JsonNode> Rows(string file)
    {
        var path = SharedData.PathOf(file);
        Assert.SkipWhen(path is null, SharedData.Absent);
        return [.. File.ReadLines(path).Where(static l => l.Length > 0).Select(static l => JsonNode.Parse(l)!)];
    }

    // Read as it is, with fields that nobody knows, and without each of its own.
    private static void Check(string name, JsonNode answer, ExampleReader reader)
    {
        var value = reader.Read(answer);
        value.ShouldNotBeNull(name);
        reader.Understood(value).ShouldBeTrue($"{name}: {answer.ToJsonString()}");
        Text(reader.Read(JsonVariants.WithUnknownFields(answer))).ShouldBe(Text(value), name);
        foreach (var (field, without) in JsonVariants.WithoutEachField(answer))
            Should.NotThrow(() => reader.Read(without), $"{name} without {field}");
    }

    private static string Text(object? value) => JsonSerializer.Serialize(value);
}
