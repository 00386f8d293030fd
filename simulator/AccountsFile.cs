using System.Globalization;
using System.Text.Json;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator;

/// <summary>The accounts of a simulated venue.</summary>
internal static class AccountsFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="FormatException">The file is not what it should be; the message says what is wrong.</exception>
    public static IReadOnlyList<SimAccount> Read(string? path)
    {
        if (path is null)
        {
            return [new("test-key", "test-secret", null,
                new() { ["BTC"] = 1, ["ETH"] = 10, ["USDT"] = 100_000 }, new() { ["USDT"] = 100_000 })];
        }

        try
        {
            var accounts = JsonSerializer.Deserialize<List<Account>>(File.ReadAllText(path), Json) ?? [];
            if (accounts.Count == 0 || accounts.Any(static a => string.IsNullOrEmpty(a.ApiKey) || (a.Secret is null) == (a.PublicKey is null)))
                throw new FormatException($"{path}: each account needs an apiKey and either a secret or a publicKey (PEM).");
            return [.. accounts.Select(Make)];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    private static SimAccount Make(Account account)
    {
        var made = new SimAccount(account.ApiKey!, account.Secret, account.PublicKey, Amounts(account.Spot), Amounts(account.Usdm));
        foreach (var (name, value) in account.Restrictions ?? [])
            made.Restrictions[name] = value;
        return made;
    }

    private static Dictionary<string, decimal> Amounts(Dictionary<string, string>? amounts) =>
        (amounts ?? []).ToDictionary(a => a.Key, a => decimal.Parse(a.Value, CultureInfo.InvariantCulture));

    private sealed record Account(
        string? ApiKey, string? Secret, string? PublicKey, Dictionary<string, string>? Spot, Dictionary<string, string>? Usdm,
        Dictionary<string, bool>? Restrictions);
}
