using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>USDⓈ-M: balances, positions, and the settings of an account.</summary>
internal sealed class UsdmAccounts(SimVenue venue)
{
    private static JsonObject Success => new() { ["code"] = 200, ["msg"] = "success" };

    /// <summary>What may still be bound as margin.</summary>
    public decimal Available(SimAccount account, string asset)
    {
        var margin = 0m;
        foreach (var ((name, _), position) in account.Positions)
        {
            if (position.Amount == 0 || venue.TryFind(MarketType.Usdm, name) is not { } symbol)
                continue;
            margin += Math.Abs(position.Amount) * position.EntryPrice / account.LeverageOf(name) - (symbol.Price - position.EntryPrice) * position.Amount;
        }

        foreach (var order in account.Orders)
        {
            if (order is { IsOpen: true, IsAlgo: false, ReduceOnly: false } && order.Symbol.IsUsdm)
                margin += order.Remaining * order.Price / account.LeverageOf(order.Symbol.Name);
        }

        return account.Usdm.GetValueOrDefault(asset) - margin;
    }

    public JsonArray Balances(SimRequest request) => [.. request.Owner.Usdm.Select(b => new JsonObject
    {
        ["accountAlias"] = "SgsR", ["asset"] = b.Key, ["balance"] = Text.Spot(b.Value), ["crossWalletBalance"] = Text.Spot(b.Value),
        ["crossUnPnl"] = "0.00000000", ["availableBalance"] = Text.Spot(Math.Max(0, Available(request.Owner, b.Key))),
        ["maxWithdrawAmount"] = Text.Spot(Math.Max(0, Available(request.Owner, b.Key))), ["marginAvailable"] = true, ["updateTime"] = venue.MarketTime,
    })];

    public JsonObject Account(SimRequest request)
    {
        var wallet = Text.Spot(request.Owner.Usdm.GetValueOrDefault("USDT"));
        return new()
        {
            ["feeTier"] = 0, ["canTrade"] = true, ["canDeposit"] = true, ["canWithdraw"] = false, ["multiAssetsMargin"] = false,
            ["totalWalletBalance"] = wallet, ["totalMarginBalance"] = wallet,
            ["availableBalance"] = Text.Spot(Math.Max(0, Available(request.Owner, "USDT"))),
            ["assets"] = new JsonArray([.. request.Owner.Usdm.Select(b => new JsonObject
            {
                ["asset"] = b.Key, ["walletBalance"] = Text.Spot(b.Value), ["availableBalance"] = Text.Spot(Math.Max(0, Available(request.Owner, b.Key))),
            })]),
            ["positions"] = Positions(request),
        };
    }

    public JsonArray Positions(SimRequest request)
    {
        var account = request.Owner;
        var name = request.Text("symbol");
        if (name is not null)
            account.Position(venue.Find(MarketType.Usdm, name).Name, account.HedgeMode ? "LONG" : "BOTH");
        return [.. account.Positions.Where(p => name is null ? p.Value.Amount != 0 : p.Key.Symbol == name).Select(p =>
        {
            var price = venue.TryFind(MarketType.Usdm, p.Key.Symbol)?.Price ?? 0;
            return new JsonObject
            {
                ["symbol"] = p.Key.Symbol, ["positionSide"] = p.Key.Side, ["positionAmt"] = Text.Usdm(p.Value.Amount),
                ["entryPrice"] = Text.Usdm(Math.Round(p.Value.EntryPrice, 11)), ["breakEvenPrice"] = Text.Usdm(Math.Round(p.Value.EntryPrice, 11)),
                ["markPrice"] = Text.Usdm(price), ["unRealizedProfit"] = Text.Spot((price - p.Value.EntryPrice) * p.Value.Amount),
                ["liquidationPrice"] = "0", ["isolatedMargin"] = "0", ["notional"] = Text.Spot(p.Value.Amount * price),
                ["leverage"] = $"{account.LeverageOf(p.Key.Symbol)}", ["marginType"] = account.Isolated.Contains(p.Key.Symbol) ? "isolated" : "cross",
                ["marginAsset"] = "USDT", ["updateTime"] = p.Value.UpdateTime,
            };
        })];
    }

    public JsonObject SetLeverage(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Usdm, request.Text("symbol"));
        var leverage = request.Whole("leverage") ?? throw SimRefusal.Missing("leverage");
        if (leverage is < 1 or > 125)
            throw new SimRefusal(-4028, $"Leverage {leverage} is not valid");
        request.Owner.Leverage[symbol.Name] = (int)leverage;
        return new() { ["leverage"] = leverage, ["maxNotionalValue"] = "1000000000", ["symbol"] = symbol.Name };
    }

    public JsonObject SetMarginType(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Usdm, request.Text("symbol"));
        var type = request.Required("marginType");
        var changed = type switch
        {
            "ISOLATED" => request.Owner.Isolated.Add(symbol.Name),
            "CROSSED" => request.Owner.Isolated.Remove(symbol.Name),
            _ => throw new SimRefusal(-4047, "Invalid marginType."),
        };
        return changed ? Success : throw new SimRefusal(-4046, "No need to change margin type.");
    }

    public static JsonObject SetPositionMode(SimRequest request)
    {
        request.Required("dualSidePosition");
        if (request.Owner.HedgeMode == request.Flag("dualSidePosition"))
            throw new SimRefusal(-4059, "No need to change position side.");
        if (request.Owner.Positions.Values.Any(p => p.Amount != 0))
            throw new SimRefusal(-4068, "Position side cannot be changed if there exists position.");
        request.Owner.HedgeMode = request.Flag("dualSidePosition");
        return Success;
    }
}
