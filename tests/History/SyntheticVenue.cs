using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.History;

/// <summary>A venue that keeps its log and its accounts, and nothing else: whoever drives it says what happens.</summary>
internal sealed class SyntheticVenue
{
    private readonly Dictionary<(string Account, string Market, string Asset), decimal> _balances = [];
    private readonly Dictionary<(string Account, string Symbol), (decimal Amount, decimal Entry)> _positions = [];
    private long _seq;
    private long _lastId;

    public static SymbolRules[] Symbols { get; } =
    [
        new("spot", "BTCUSDT", "BTC", "USDT", 0.00001m, 5), new("spot", "ETHUSDT", "ETH", "USDT", 0.0001m, 5),
        new("usdm", "SOLUSDT", "SOL", "USDT", 0.01m, 0),
    ];

    public static IReadOnlyDictionary<string, decimal> StartBalances { get; } = new Dictionary<string, decimal> { ["USDT"] = 100_000, ["BTC"] = 1 };

    /// <summary>The clock, milliseconds UTC; the market's time runs apart from it.</summary>
    public long Now { get; set; } = 1_760_000_000_000;

    public long MarketTime => Now - 31_536_000_000;

    public List<VenueStep> Steps { get; } = [];

    public List<VenueRequest> Requests { get; } = [];

    public List<VenueFault> Faults { get; } = [];

    public VenueLog Log => new(Steps, Requests, Faults, [], Now);

    public static IReadOnlyList<VenueAccount> Start(IEnumerable<string> accounts) =>
        [.. accounts.Select(static a => new VenueAccount(a, StartBalances, StartBalances, new Dictionary<string, decimal>()))];

    public IReadOnlyList<VenueAccount> End(IEnumerable<string> accounts) => [.. accounts.Select(a => new VenueAccount(
        a, Balances(a, "spot"), Balances(a, "usdm"),
        _positions.Where(p => p.Key.Account == a && p.Value.Amount != 0).ToDictionary(static p => p.Key.Symbol, static p => p.Value.Amount)))];

    public VenueOrder Place(string account, SymbolRules symbol, string clientId, string side, string type, decimal quantity, decimal trigger, decimal limit)
    {
        var isAlgo = symbol.Market == "usdm" && type == "STOP";
        var order = new VenueOrder(account, symbol.Market, symbol.Symbol, ++_lastId, clientId, isAlgo, side, type, quantity, limit, trigger);
        Add(VenueStepKind.Placed, order, "NEW");
        Requests.Add(new(++_seq, Now, account, $"POST /{symbol.Market}/order", clientId, 200, 0));
        return order;
    }

    public void Refuse(string account, string clientId) => Requests.Add(new(++_seq, Now, account, "POST /spot/order", clientId, 400, -2010));

    public void Break(string kind, string? account, long ms) => Faults.Add(new(++_seq, Now, kind, account, ms));

    /// <returns>The order that fills: for a conditional order of USDⓈ-M the ordinary one that it makes.</returns>
    public VenueOrder Trigger(VenueOrder order)
    {
        Add(VenueStepKind.Triggered, order, "NEW");
        if (!order.IsAlgo)
            return order;
        var made = order with { Id = ++_lastId, IsAlgo = false, Type = "LIMIT", StopPrice = 0 };
        Add(VenueStepKind.Placed, made, "NEW");
        return made;
    }

    public void Cancel(VenueOrder order) => Add(VenueStepKind.Ended, order, "CANCELED");

    public VenueStep Fill(VenueOrder order, decimal price, decimal quantity, bool isLast)
    {
        var symbol = Symbols.Single(s => s.Symbol == order.Symbol);
        var inBase = order is { Market: "spot", IsBuy: true };
        var commission = Math.Truncate((inBase ? quantity : quantity * price) * 0.001m * 100_000_000) / 100_000_000;
        var asset = inBase ? symbol.BaseAsset : symbol.QuoteAsset;
        var signed = order.IsBuy ? quantity : -quantity;
        var pnl = 0m;
        Add(order, asset, -commission);
        if (order.Market == "spot")
        {
            Add(order, symbol.BaseAsset, signed);
            Add(order, symbol.QuoteAsset, -signed * price);
        }
        else
        {
            Add(order, symbol.QuoteAsset, pnl = Book(order, signed, price));
        }

        var fill = new VenueFill(_seq + 10_000, price, quantity, commission, asset, pnl);
        Add(VenueStepKind.Filled, order, isLast ? "FILLED" : "PARTIALLY_FILLED", fill);
        return Steps[^1];
    }

    // Only long positions: what is sold is sold from the average of what was bought.
    private decimal Book(VenueOrder order, decimal signed, decimal price)
    {
        var key = (order.Account, order.Symbol);
        var (amount, entry) = _positions.GetValueOrDefault(key);
        _positions[key] = signed > 0
            ? (amount + signed, (entry * amount + price * signed) / (amount + signed))
            : (amount + signed, entry);
        return signed > 0 ? 0 : (price - entry) * -signed;
    }

    private void Add(VenueOrder order, string asset, decimal amount)
    {
        var key = (order.Account, order.Market, asset);
        _balances[key] = _balances.GetValueOrDefault(key, StartBalances.GetValueOrDefault(asset)) + amount;
    }

    private void Add(VenueStepKind kind, VenueOrder order, string status, VenueFill? fill = null) =>
        Steps.Add(new(++_seq, Now, MarketTime, kind, order, status, fill));

    private Dictionary<string, decimal> Balances(string account, string market)
    {
        var balances = StartBalances.ToDictionary();
        foreach (var (key, amount) in _balances.Where(b => b.Key.Account == account && b.Key.Market == market))
            balances[key.Asset] = Math.Round(amount, 8, MidpointRounding.AwayFromZero);
        return balances;
    }
}
