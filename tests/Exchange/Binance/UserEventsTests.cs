using System.Text.Json;
using System.Text.Json.Nodes;
using TradingBot.Exchange.Binance.UserData;

namespace TradingBot.Tests.Exchange.Binance;

/// <summary>Real sequences of user data events.</summary>
public sealed class UserEventsTests
{
    private const string Prefix = "WebSocket";

    [Theory]
    [InlineData("GlobalSpotStopLimitSubmittedTriggerFilled", "NEW NEW! FILLED+200@0.026")]
    [InlineData("GlobalSpotMarketSubmitPartiallyFilledFilled", "NEW PARTIALLY_FILLED+ FILLED+")]
    [InlineData("GlobalSpotMarketSubmittedFilled", "NEW FILLED+800@0.00656")]
    [InlineData("GlobalSpotLimitSubmittedFilled", "NEW FILLED+")]
    [InlineData("SpotLimitFillOrKillSubmittedExpired", "NEW EXPIRED")]
    [InlineData("FutureLimitSubmittedCancelled", "NEW CANCELED")]
    [InlineData("FutureLimitSubmittedFilled", "NEW FILLED+800@0.00661")]
    [InlineData("FutureMarketSubmittedFilled", "NEW FILLED+800@0.006567")]
    [InlineData("FutureStopLimitSubmittedExpired", "NEW EXPIRED")]
    [InlineData("FutureStopLimitSubmittedFilled", "a:NEW a:TRIGGERING! NEW a:TRIGGERED! FILLED+800@0.00665 a:FINISHED", "a:TRIGGERING! a:REJECTED")]
    [InlineData("FutureStopMarketSubmitPartiallyFilledFilled", "a:NEW a:TRIGGERING! NEW PARTIALLY_FILLED+760@0.00666 FILLED+40@0.00666 a:TRIGGERED! a:FINISHED")]
    [InlineData("FutureStopMarketSubmittedCanceled", "a:NEW a:CANCELED")]
    public void Recorded_sequences_are_read(string file, string expected, string? other = null)
    {
        // An order and the ordinary one that its trigger makes have the same client id; another order may come in between.
        var orders = Read(file).GroupBy(static e => e.ClientOrderId).Select(static o => o.Select(Told).ToArray()).ToArray();
        var wanted = new[] { expected, other }.OfType<string>().Select(static o => o.Split(' ')).ToArray();
        orders.Select(static o => o.Length).ShouldBe(wanted.Select(static o => o.Length), string.Join(" | ", orders.Select(static o => string.Join(' ', o))));
        foreach (var (told, want) in orders.Zip(wanted).SelectMany(static p => p.First.Zip(p.Second)))
            told.ShouldStartWith(want);
    }

    [Fact]
    public void Every_recorded_event_may_have_more_fields_or_fewer()
    {
        var folder = SharedData.PathOf("binance/user-data");
        Assert.SkipWhen(folder is null, SharedData.Absent);
        var files = Directory.GetFiles(folder, $"{Prefix}*.json");
        files.Length.ShouldBe(12);
        foreach (var e in files.SelectMany(static f => Split(File.ReadAllBytes(f))))
        {
            var node = JsonNode.Parse(e.GetRawText())!;
            UserEvents.ReadOrder(Element(JsonVariants.WithUnknownFields(node))).ShouldBe(UserEvents.ReadOrder(e));
            foreach (var (field, without) in JsonVariants.WithoutEachField(node))
                Should.NotThrow(() => UserEvents.ReadOrder(Element(without)), field);
        }
    }

    private static string Told(OrderEvent e) =>
        (e.IsAlgo ? "a:" : "") + e.Status + (e.IsTriggered ? "!" : "") + (e.IsTrade ? $"+{e.Quantity}@{e.Price}" : "");

    private static JsonElement Element(JsonNode node) => JsonDocument.Parse(node.ToJsonString()).RootElement;

    private static List<OrderEvent> Read(string file)
    {
        var path = SharedData.PathOf($"binance/user-data/{Prefix}{file}.json");
        Assert.SkipWhen(path is null, SharedData.Absent);
        return [.. Split(File.ReadAllBytes(path)).Select(UserEvents.ReadOrder).OfType<OrderEvent>()];
    }

    // Several JSON values one behind the other.
    private static List<JsonElement> Split(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes, new() { AllowMultipleValues = true, CommentHandling = JsonCommentHandling.Skip });
        var values = new List<JsonElement>();
        while (reader.Read())
        {
            var element = JsonElement.ParseValue(ref reader);
            foreach (var e in element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().ToArray() : [element])
                values.Add(e.TryGetProperty("event", out var inner) ? inner : e);
        }

        return values;
    }
}
