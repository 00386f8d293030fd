using System.Globalization;
using System.Text.Json;

namespace TradingBot.Tests.Checker.Input;

/// <summary>An account of the venue at one moment.</summary>
/// <param name="Account">API key.</param>
/// <param name="Spot">Balances on spot, locked amounts included.</param>
/// <param name="Usdm">Wallet balances on USDⓈ-M.</param>
/// <param name="Positions">Positions on USDⓈ-M by symbol.</param>
public sealed record VenueAccount(
    string Account, IReadOnlyDictionary<string, decimal> Spot, IReadOnlyDictionary<string, decimal> Usdm,
    IReadOnlyDictionary<string, decimal> Positions)
{
    /// <summary>Reads the accounts of <c>GET /sim/state</c>.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static IReadOnlyList<VenueAccount> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("accounts").EnumerateArray().Select(static a => new VenueAccount(
            a.GetProperty("apiKey").GetString()!, Amounts(a, "spot"), Amounts(a, "usdm"),
            a.TryGetProperty("positions", out var positions)
                ? positions.EnumerateArray().GroupBy(static p => p.GetProperty("symbol").GetString()!)
                    .ToDictionary(static g => g.Key, static g => g.Sum(static p => Number(p.GetProperty("amount"))))
                : new Dictionary<string, decimal>()))];
    }

    private static Dictionary<string, decimal> Amounts(JsonElement account, string market) =>
        account.TryGetProperty(market, out var amounts) ? amounts.EnumerateObject().ToDictionary(static p => p.Name, static p => Number(p.Value)) : [];

    private static decimal Number(JsonElement value) => decimal.Parse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
