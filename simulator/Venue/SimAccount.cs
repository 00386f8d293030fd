using System.Text;
using System.Text.Json.Nodes;
using TradingBot.Exchange.Binance.Signing;

namespace TradingBot.Simulator.Venue;

/// <summary>An account of the simulated venue.</summary>
internal sealed class SimAccount
{
    private readonly Dictionary<string, decimal> _initialSpot;
    private readonly Dictionary<string, decimal> _initialUsdm;
    private readonly HmacSigner? _hmac;
    private readonly Ed25519Key? _publicKey;

    public SimAccount(
        string apiKey, string? secret, string? publicKeyPem, Dictionary<string, decimal> spot, Dictionary<string, decimal> usdm)
    {
        ApiKey = apiKey;
        _hmac = secret is null ? null : new(secret);
        _publicKey = publicKeyPem is null ? null : Ed25519Key.FromPublicPem(publicKeyPem);
        (_initialSpot, _initialUsdm) = (spot, usdm);
        Wipe();
    }

    public string ApiKey { get; }

    /// <summary>Whether its key is an Ed25519 one.</summary>
    public bool HasPublicKey => _publicKey is not null;

    public Dictionary<string, decimal> Spot { get; } = [];

    public Dictionary<string, decimal> Usdm { get; } = [];

    public Dictionary<(string Symbol, string Side), SimPosition> Positions { get; } = [];

    public Dictionary<string, int> Leverage { get; } = [];

    public HashSet<string> Isolated { get; } = [];

    public bool HedgeMode { get; set; }

    public List<SimOrder> Orders { get; } = [];

    public List<SimOrderList> OrderLists { get; } = [];

    public List<SimTrade> Trades { get; } = [];

    public JsonObject Restrictions { get; } = new()
    {
        ["ipRestrict"] = false, ["createTime"] = 1_698_645_219_000, ["enableReading"] = true, ["enableSpotAndMarginTrading"] = true,
        ["enableFutures"] = true, ["enableWithdrawals"] = false, ["enableInternalTransfer"] = false, ["permitsUniversalTransfer"] = false,
        ["enableMargin"] = false, ["enableVanillaOptions"] = false,
    };

    /// <summary>Who hears this account's spot events.</summary>
    public List<Action<JsonObject>> SpotListeners { get; } = [];

    /// <summary>Who hears this account's USDⓈ-M events.</summary>
    public List<Action<JsonObject>> UsdmListeners { get; } = [];

    public string? ListenKey { get; set; }

    public DateTimeOffset ListenKeyEnds { get; set; }

    /// <summary>Times of placed orders of the last day, for the order counts.</summary>
    public List<DateTimeOffset> OrderTimes { get; } = [];

    /// <summary>An event that waits to change places with the next one.</summary>
    public JsonObject? HeldEvent { get; set; }

    public decimal SpotTotal(string asset) => Spot.GetValueOrDefault(asset);

    public decimal SpotLocked(string asset)
    {
        var locked = 0m;
        foreach (var order in Orders)
        {
            if (!order.IsOpen || order.Symbol.IsUsdm || order.List?.Locks(order) == false)
                continue;
            if (order.IsBuy && order.Symbol.Info.QuoteAsset == asset)
                locked += order.LockPrice * order.Remaining;
            else if (!order.IsBuy && order.Symbol.Info.BaseAsset == asset)
                locked += order.Remaining;
        }

        return locked;
    }

    public decimal SpotFree(string asset) => SpotTotal(asset) - SpotLocked(asset);

    public SimPosition Position(string symbol, string side)
    {
        if (!Positions.TryGetValue((symbol, side), out var position))
            Positions.Add((symbol, side), position = new());
        return position;
    }

    public int LeverageOf(string symbol) => Leverage.GetValueOrDefault(symbol, 20);

    public bool Verify(string payload, string signature)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        if (_hmac is not null)
            return _hmac.Sign(bytes).Equals(signature, StringComparison.OrdinalIgnoreCase);
        var raw = new byte[signature.Length];
        return _publicKey is not null && Convert.TryFromBase64String(signature, raw, out var length) && _publicKey.Verify(bytes, raw.AsSpan(0, length));
    }

    /// <summary>Back to the start.</summary>
    public void Wipe()
    {
        foreach (var order in Orders)
            order.Symbol.Open.Remove(order);
        Orders.Clear();
        OrderLists.Clear();
        Trades.Clear();
        Positions.Clear();
        Spot.Clear();
        Usdm.Clear();
        foreach (var (asset, amount) in _initialSpot)
            Spot[asset] = amount;
        foreach (var (asset, amount) in _initialUsdm)
            Usdm[asset] = amount;
    }
}
