using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace TradingBot.Tests.Checker.Input;

/// <summary>A trader's stored state, as far as the checks need it. Read from its JSON and not with the service's own classes.</summary>
/// <param name="Trader">The trader's key.</param>
/// <param name=nameof(Held)>Base held.</param>
/// <param name="LiveOrders">Client order ids of the orders that it takes for open.</param>
/// <param name=nameof(InFlight)>The command that has no answer yet; empty for none.</param>
/// <param name=nameof(Trades)>Number of closed trades.</param>
/// <param name=nameof(Wins)>Number of those with a gain.</param>
/// <param name=nameof(Pnl)>Sum of their PnL.</param>
/// <param name=nameof(Fees)>Sum of their commissions.</param>
/// <param name="OpenCash">What the open trade has brought in and paid out so far, in quote.</param>
/// <param name=nameof(LastEntry)>Number of the last journal entry.</param>
public sealed record TraderSnapshot(
    string Trader, decimal Held, IReadOnlyList<string> LiveOrders, string InFlight, int Trades, int Wins, decimal Pnl, decimal Fees,
    decimal OpenCash, long LastEntry)
{
    private const int Paper = 0;
    private static readonly int[] LiveStatus = [1, 2];

    public override string ToString() =>
        $"state of {Trader}: held {Held}, live {(LiveOrders.Count == 0 ? "none" : string.Join(' ', LiveOrders))}, in flight '{InFlight}', trades {Trades}, wins {Wins}, PnL {Pnl}, fees {Fees}, open trade {OpenCash}, last entry {LastEntry}";

    /// <summary>Reads all traders that do not trade on paper.</summary>
    /// <exception cref="SqliteException">The table is not there.</exception>
    /// <exception cref="JsonException">A state is something else.</exception>
    public static IReadOnlyList<TraderSnapshot> Read(SqliteConnection connection) =>
    [
        .. connection.Rows("SELECT key, data FROM grain_state WHERE type = 'trader' AND data IS NOT NULL", static r => Read(r.GetString(0), r.GetString(1)))
            .OfType<TraderSnapshot>(),
    ];

    private static TraderSnapshot? Read(string trader, string json)
    {
        using var document = JsonDocument.Parse(json);
        var state = document.RootElement;
        if (!state.TryGetProperty("Settings", out var settings) || Integer(settings, "Mode") == Paper)
            return null;
        var (trading, totals) = (Part(state, "Trading"), Part(state, "Totals"));
        var (trade, flight, doubtful) = (Part(trading, "Trade"), Part(trading, nameof(InFlight)), Part(trading, "Doubtful"));
        return new(
            trader, Number(trading, nameof(Held)),
            [.. new[] { "Entry", "Exit" }.Select(name => Part(trading, name)).Where(static o => LiveStatus.Contains((int)Integer(o, "Status")))
                .Select(o => Prefixes.IdOf(trader, Integer(o, "Id")))],
            Integer(flight, "Kind") != 0 ? flight.GetRawText() : Integer(doubtful, "Kind") != 0 ? doubtful.GetRawText() : "",
            (int)Integer(totals, nameof(Trades)), (int)Integer(totals, nameof(Wins)), Number(totals, nameof(Pnl)), Number(totals, nameof(Fees)),
            Number(trade, "Proceeds") - Number(trade, "Cost") - Number(trade, "QuoteFees"), Integer(state, nameof(LastEntry)));
    }

    // What has its default value is not stored.
    private static JsonElement Part(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var part) ? part : default;

    private static long Integer(JsonElement element, string name) => Part(element, name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt64() : 0;

    private static decimal Number(JsonElement element, string name) =>
        Part(element, name) is { ValueKind: JsonValueKind.String } value ? decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture) : 0;
}
