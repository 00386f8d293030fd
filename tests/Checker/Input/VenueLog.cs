using System.Globalization;
using System.Text.Json;

namespace TradingBot.Tests.Checker.Input;

/// <summary>
/// What the venue did, from its log. What the checks do not need (market data, events, queries) is passed over as it is read.
/// </summary>
/// <param name="Steps">Lives of orders, in the order in which things happened.</param>
/// <param name="Requests">Requests to place orders.</param>
/// <param name="Faults">What went wrong on purpose.</param>
/// <param name="Wipes">When an account went back to its start.</param>
/// <param name="End">The clock of the last entry.</param>
public sealed record VenueLog(
    IReadOnlyList<VenueStep> Steps, IReadOnlyList<VenueRequest> Requests, IReadOnlyList<VenueFault> Faults, IReadOnlyList<VenueFault> Wipes, long End)
{
    /// <summary>Reads a log.</summary>
    /// <param name="stream">JSON, seekable: an array of entries as <c>GET /sim/log</c> gives it, or bare entries one after the other.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public static async Task<VenueLog> ReadAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        var isArray = stream.ReadByte() == '[';
        stream.Position = 0;
        var reader = new Reader();
        await foreach (var entry in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, topLevelValues: !isArray, JsonSerializerOptions.Default, cancellationToken))
            reader.Take(entry);
        return new(reader.Steps, reader.Requests, reader.Faults, reader.Wipes, reader.End);
    }

    private sealed class Reader
    {
        private readonly Dictionary<(string Market, long Id), VenueOrder> _orders = [];

        public List<VenueStep> Steps { get; } = [];

        public List<VenueRequest> Requests { get; } = [];

        public List<VenueFault> Faults { get; } = [];

        public List<VenueFault> Wipes { get; } = [];

        public long End { get; private set; }

        public void Take(JsonElement entry)
        {
            End = Long(entry, "at");
            switch (Text(entry, "kind"))
            {
                case "placed":
                    var order = OrderOf(entry);
                    _orders[(order.Market, order.Id)] = order;
                    Add(entry, VenueStepKind.Placed, order);
                    break;
                case "triggered":
                    Add(entry, VenueStepKind.Triggered, Known(entry));
                    break;
                case "ended":
                    Add(entry, VenueStepKind.Ended, Known(entry));
                    break;
                case "fill":
                    Add(entry, VenueStepKind.Filled, Known(entry), new(
                        Long(entry, "tradeId"), Number(entry, "price"), Number(entry, "qty"), Number(entry, "commission"),
                        Text(entry, "commissionAsset"), Number(entry, "realizedPnl")));
                    break;
                case "request":
                    TakeRequest(entry);
                    break;
                case "fault":
                    TakeFault(FaultOf(entry, Text(entry, "fault")), Text(entry, "request").Length > 0);
                    break;
                case "wiped":
                    Wipes.Add(FaultOf(entry, "wiped"));
                    break;
            }
        }

        private void Add(JsonElement entry, VenueStepKind kind, VenueOrder order, VenueFill? fill = null) =>
            Steps.Add(new(Long(entry, "seq"), Long(entry, "at"), Long(entry, "time"), kind, order, Text(entry, "status"), fill));

        private VenueOrder Known(JsonElement entry) =>
            _orders.TryGetValue((Text(entry, "market"), Long(entry, "orderId")), out var order)
                ? order
                : throw new JsonException($"Entry {Long(entry, "seq")} of the log is about order {Long(entry, "orderId")}, which it has not told of.");

        private void TakeRequest(JsonElement entry)
        {
            if (!Text(entry, "request").StartsWith("POST ", StringComparison.Ordinal) || !entry.TryGetProperty("parameters", out var parameters))
                return;
            var id = Text(parameters, "newClientOrderId") is { Length: > 0 } ordinary ? ordinary : Text(parameters, "clientAlgoId");
            if (id.Length > 0)
                Requests.Add(new(Long(entry, "seq"), End, Text(entry, "account"), Text(entry, "request"), id, (int)Long(entry, "status"), (int)Long(entry, "code")));
        }

        // A limit or a ban is the address's, and so everybody's; what befalls a request for market data is nobody's.
        private void TakeFault(VenueFault fault, bool isOfRequest)
        {
            if (fault.Kind is "rate-limit" or "ban")
                Faults.Add(fault with { Account = null });
            else if (!isOfRequest || fault.Account is not null)
                Faults.Add(fault);
        }

        private VenueFault FaultOf(JsonElement entry, string kind) =>
            new(Long(entry, "seq"), End, kind, Text(entry, "account") is { Length: > 0 } account ? account : null, Long(entry, "ms"));

        private static VenueOrder OrderOf(JsonElement entry) => new(
            Text(entry, "account"), Text(entry, "market"), Text(entry, "symbol"), Long(entry, "orderId"), Text(entry, "clientOrderId"),
            Flag(entry, "algo"), Text(entry, "side"), Text(entry, "type"), Number(entry, "qty"), Number(entry, "price"),
            Number(entry, "stopPrice"), Flag(entry, "closePosition"));
    }

    private static string Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";

    private static long Long(JsonElement entry, string name) =>
        Text(entry, name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;

    private static decimal Number(JsonElement entry, string name) =>
        Text(entry, name) is { Length: > 0 } text ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : 0;

    private static bool Flag(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
