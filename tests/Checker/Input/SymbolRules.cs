using System.Globalization;
using System.Text.Json;

namespace TradingBot.Tests.Checker.Input;

/// <summary>What of a symbol decides whether a position can be sold.</summary>
/// <param name="Market"><c>spot</c> or <c>usdm</c>.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="BaseAsset">Base asset.</param>
/// <param name="QuoteAsset">Quote asset.</param>
/// <param name="Step">LOT_SIZE.stepSize.</param>
/// <param name="MinNotional">The smallest order that the venue takes, in quote; zero where exits are exempt.</param>
public sealed record SymbolRules(string Market, string Symbol, string BaseAsset, string QuoteAsset, decimal Step, decimal MinNotional)
{
    /// <summary>The quantity that can be sold.</summary>
    public decimal Sellable(decimal held) => held <= 0 ? 0 : Math.Floor(held / Step) * Step;

    /// <summary>Reads the answer of <c>exchangeInfo</c>.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static IEnumerable<SymbolRules> Read(string market, string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var symbol in document.RootElement.GetProperty("symbols").EnumerateArray())
        {
            var filters = symbol.GetProperty("filters").EnumerateArray().ToDictionary(static f => f.GetProperty("filterType").GetString()!);
            yield return new(
                market, Text(symbol, "symbol"), Text(symbol, "baseAsset"), Text(symbol, "quoteAsset"), Number(filters["LOT_SIZE"], "stepSize"),
                market == "spot" && filters.TryGetValue("NOTIONAL", out var notional) ? Number(notional, "minNotional") : 0);
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement element, string name) => decimal.Parse(Text(element, name), CultureInfo.InvariantCulture);
}
