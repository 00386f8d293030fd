using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TradingBot.Tests.System.Venues;

/// <summary>What really happened at the venue, against which the journal is held.</summary>
internal sealed class VenueHistory(IReadOnlyList<JsonElement> log)
{
    /// <summary>Everything, in order.</summary>
    public IReadOnlyList<JsonElement> Log => log;

    /// <summary>The fills, each as one line.</summary>
    public IReadOnlyList<string> Fills =>
    [
        .. Of("fill").Select(f => Line(
            f.GetProperty("clientOrderId").GetString()!, f.GetProperty("side").GetString()!, Number(f, "price"), Number(f, "qty"), Number(f, "commission"),
            f.GetProperty("commissionAsset").GetString()!)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Client order ids of orders that were placed, once for each time.</summary>
    public IReadOnlyList<string> Placed => [.. Of("placed").Where(IsFirstForm).Select(p => p.GetProperty("clientOrderId").GetString()!)];

    /// <summary>Every fill is in the journal once, with the same price, quantity and commission, and nothing else is; no intent was placed twice.</summary>
    public async Task ShouldEqualJournalAsync(VenueService service)
    {
        Fills.ShouldNotBeEmpty();
        await service.UntilAsync(async () => (await service.ReadAllAsync("fills")).Count >= Fills.Count, $"{Fills.Count} fills in the journal");
        (await service.ReadAllAsync("fills")).Select(JournalLine).Order(StringComparer.Ordinal).ShouldBe(Fills);
        Placed.GroupBy(p => p).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty("an intent was placed twice");
    }

    /// <summary>The longest that a position had no sell order covering all of it, and the log's entry that ended it.</summary>
    /// <param name="except">Times that do not count: when the service did not run.</param>
    public (TimeSpan Time, string Until) LongestWithoutStop(IEnumerable<(long From, long To)>? except = null)
    {
        var pauses = (except ?? []).ToArray();
        return log.Where(e => e.TryGetProperty("symbol", out _)).GroupBy(e => (Text(e, "account"), Text(e, "market"), Text(e, "symbol")))
            .Select(account => LongestWithoutStop(account, pauses)).MaxBy(l => l.Time);
    }

    private static (TimeSpan Time, string Until) LongestWithoutStop(IEnumerable<JsonElement> events, (long From, long To)[] pauses)
    {
        var held = 0m;
        var covering = new Dictionary<string, decimal>();
        long? since = null;
        var longest = (Time: 0L, Until: "");
        foreach (var e in events)
        {
            var id = Text(e, "clientOrderId");
            switch (Text(e, "kind"))
            {
                case "fill":
                    var quantity = e.GetProperty("qty").GetDecimal();
                    var bought = Text(e, "side") == "BUY";
                    held += bought ? quantity - (Text(e, "symbol").StartsWith(Text(e, "commissionAsset"), StringComparison.Ordinal) ? e.GetProperty("commission").GetDecimal() : 0) : -quantity;
                    if (!bought && covering.TryGetValue(id, out var left))
                        covering[id] = left - quantity;
                    break;
                case "placed" when Text(e, "side") == "SELL":
                    covering[id] = e.GetProperty("qty").GetDecimal();
                    break;
                case "ended":
                    covering.Remove(id);
                    break;
                default:
                    continue;
            }

            // A step of the coarsest symbol is dust.
            var at = e.GetProperty("at").GetInt64();
            var isBare = held - covering.Values.Sum() >= StepOf(e);
            if (isBare)
                since ??= at;
            else if (since is { } start)
            {
                var time = at - start - pauses.Sum(p => Math.Max(0, Math.Min(at, p.To) - Math.Max(start, p.From)));
                if (time > longest.Time)
                    longest = (time, e.ToString());
                since = null;
            }
        }

        since.ShouldBeNull("a position is left without a stop");
        return (TimeSpan.FromMilliseconds(longest.Time), longest.Until);
    }

    private static decimal StepOf(JsonElement e) =>
        TradingBot.Exchange.MarketData.SymbolCatalogue.Find(MarketSymbolOf(e))!.StepSize.ToDecimal();

    private static TradingBot.MarketData.MarketSymbol MarketSymbolOf(JsonElement e) =>
        TradingBot.MarketData.MarketSymbol.Parse($"{Text(e, "market")}:{Text(e, "symbol")}");

    // The trigger of a conditional order makes an ordinary one of the same id.
    private bool IsFirstForm(JsonElement placed) =>
        placed.GetProperty("algo").GetBoolean() || Text(placed, "market") == "spot"
        || !Of("triggered").Any(t => Text(t, "clientOrderId") == Text(placed, "clientOrderId"));

    private IEnumerable<JsonElement> Of(string kind) => log.Where(e => Text(e, "kind") == kind);

    private static string JournalLine(JsonNode fill) => Line(
        fill["orderId"]!.GetValue<string>(), fill["side"]!.GetValue<string>().ToUpperInvariant(), Number(fill["price"]!), Number(fill["quantity"]!),
        Number(fill["commission"]!), fill["commissionAsset"]!.GetValue<string>());

    private static string Line(string order, string side, decimal price, decimal quantity, decimal commission, string asset) =>
        string.Create(CultureInfo.InvariantCulture, $"{order} {side} {price:0.########} {quantity:0.########} {commission:0.########} {asset}");

    private static decimal Number(JsonNode value) => decimal.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture);

    private static decimal Number(JsonElement e, string name) => e.GetProperty(name).GetDecimal();

    private static string Text(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
