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
        if (!state.TryGetProperty("Settings", out var settings) || settings.GetProperty("Mode").GetInt32() == Paper)
            return null;
        var (trading, totals) = (state.GetProperty("Trading"), state.GetProperty("Totals"));
        var (trade, flight, doubtful) = (trading.GetProperty("Trade"), trading.GetProperty(nameof(InFlight)), trading.GetProperty("Doubtful"));
        return new(
            trader, Number(trading, nameof(Held)),
            [.. new[] { "Entry", "Exit" }.Select(trading.GetProperty).Where(static o => LiveStatus.Contains(o.GetProperty("Status").GetInt32()))
                .Select(o => Prefixes.IdOf(trader, o.GetProperty("Id").GetInt64()))],
            flight.GetProperty("Kind").GetInt32() != 0 ? flight.GetRawText() : doubtful.GetProperty("Kind").GetInt32() != 0 ? doubtful.GetRawText() : "",
            totals.GetProperty(nameof(Trades)).GetInt32(), totals.GetProperty(nameof(Wins)).GetInt32(), Number(totals, nameof(Pnl)), Number(totals, nameof(Fees)),
            Number(trade, "Proceeds") - Number(trade, "Cost") - Number(trade, "QuoteFees"), state.GetProperty(nameof(LastEntry)).GetInt64());
    }

    private static decimal Number(JsonElement element, string name) => decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
