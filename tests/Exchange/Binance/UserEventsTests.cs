using System.Text.Json;
using TradingBot.Exchange.Binance.UserData;

namespace TradingBot.Tests.Exchange.Binance;

/// <summary>Real sequences of user data events.</summary>
public sealed class UserEventsTests
{
    [Theory]
    [InlineData("WebSocketGlobalSpotStopLimitSubmittedTriggerFilled", "NEW NEW! FILLED+200@0.026")]
    [InlineData("WebSocketGlobalSpotMarketSubmitPartiallyFilledFilled", "NEW PARTIALLY_FILLED+ FILLED+")]
    [InlineData("WebSocketGlobalSpotLimitSubmittedFilled", "NEW FILLED+")]
    [InlineData("WebSocketSpotLimitFillOrKillSubmittedExpired", "NEW EXPIRED")]
    [InlineData("WebSocketFutureLimitSubmittedCancelled", "NEW CANCELED")]
    [InlineData("WebSocketFutureStopMarketSubmitPartiallyFilledFilled", "a:NEW a:TRIGGERING! NEW PARTIALLY_FILLED+760@0.00666 FILLED+40@0.00666 a:TRIGGERED! a:FINISHED")]
    [InlineData("WebSocketFutureStopMarketSubmittedCanceled", "a:NEW a:CANCELED")]
    public void Recorded_sequences_are_read(string file, string expected)
    {
        var path = SharedData.PathOf($"binance/user-data/{file}.json");
        Assert.SkipWhen(path is null, SharedData.Absent);
        var events = new List<OrderEvent>();
        foreach (var e in Split(File.ReadAllBytes(path)))
        {
            if (UserEvents.ReadOrder(e.TryGetProperty("event", out var inner) ? inner : e) is { } order)
                events.Add(order);
        }

        events.Select(e => e.ClientOrderId).Distinct().Count().ShouldBe(1);
        var told = events.ConvertAll(e => (e.IsAlgo ? "a:" : "") + e.Status + (e.IsTriggered ? "!" : "") + (e.IsTrade ? $"+{e.Quantity}@{e.Price}" : ""));
        var wanted = expected.Split(' ');
        told.Count.ShouldBe(wanted.Length, string.Join(' ', told));
        for (var i = 0; i < wanted.Length; i++)
            told[i].ShouldStartWith(wanted[i]);
    }

    // Several JSON values one behind the other.
    private static List<JsonElement> Split(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes, new() { AllowMultipleValues = true, CommentHandling = JsonCommentHandling.Skip });
        var values = new List<JsonElement>();
        while (reader.Read())
        {
            var element = JsonElement.ParseValue(ref reader);
            if (element.ValueKind == JsonValueKind.Array)
                values.AddRange(element.EnumerateArray());
            else
                values.Add(element);
        }

        return values;
    }
}
