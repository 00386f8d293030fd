using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Faults;
using TradingBot.Simulator.Prices;

namespace TradingBot.Simulator.Venue;

/// <summary>The simulated venue: accounts, orders, matching, events. Everything happens under <see cref="Gate"/>.</summary>
internal sealed class SimVenue
{
    private const long MaxSlice = 60_000;

    private readonly Dictionary<MarketSymbol, SimSymbol> _symbols = [];
    private readonly TimeProvider _timeProvider;
    private readonly SimulatorOptions _options;
    private readonly UserEventBus _events;
    private long _lastId = 1_000;
    private long _lastTrade = 5_000;
    private long _lastAlgo = 2_000_000_000_000_000;
    private long _lastExecution = 1;

    public SimVenue(SimulatorOptions options, ICandleTape tape, IEnumerable<SimAccount> accounts, FaultPlan faults, SimLog log, TimeProvider timeProvider)
    {
        (_options, Tape, Faults, Log, _timeProvider) = (options, tape, faults, log, timeProvider);
        _events = new(faults, log, timeProvider, Gate);
        foreach (var info in tape.Symbols)
            _symbols.Add(info.Id, new(info, tape, Fire));
        foreach (var account in accounts)
            Accounts.Add(account.ApiKey, account);
        MarketTime = tape.Start;
    }

    public Lock Gate { get; } = new();

    public ICandleTape Tape { get; }

    public FaultPlan Faults { get; }

    public SimLog Log { get; }

    public Dictionary<string, SimAccount> Accounts { get; } = [];

    public IEnumerable<SimSymbol> Symbols => _symbols.Values;

    /// <summary>How many times Binance's weight limits it allows.</summary>
    public int WeightFactor { get; set; } = 1;

    /// <summary>The market's time: that of the tape.</summary>
    public long MarketTime { get; private set; }

    /// <summary>Milliseconds by which the server's clock is wrong.</summary>
    public long Skew { get; set; }

    /// <summary>The server's clock, by which timestamps of requests are checked.</summary>
    public long ServerTime => _timeProvider.GetUtcNow().ToUnixTimeMilliseconds() + Skew;

    public TimeProvider TimeProvider => _timeProvider;

    /// <exception cref="SimRefusal">There is no such symbol.</exception>
    public SimSymbol Find(MarketType market, string? name) =>
        name is null ? throw SimRefusal.Missing("symbol")
        : _symbols.TryGetValue(new(market, name), out var symbol) ? symbol
        : throw new SimRefusal(-1121, "Invalid symbol.");

    public SimSymbol? TryFind(MarketType market, string name) => _symbols.GetValueOrDefault(new(market, name));

    public void AdvanceTo(long marketTime)
    {
        if (marketTime < MarketTime)
            return;
        // In slices, so that orders of one symbol do not see minutes that others have not reached.
        do
        {
            MarketTime = Math.Min(marketTime, MarketTime + MaxSlice);
            foreach (var symbol in _symbols.Values)
                symbol.AdvanceTo(MarketTime);
        }
        while (MarketTime < marketTime);
    }

    public long NextId() => ++_lastId;

    public long NextAlgoId() => ++_lastAlgo;

    /// <summary>Takes up a checked order: matches it at the current price, or lets it rest.</summary>
    public void Accept(SimOrder order)
    {
        order.Account.Orders.Add(order);
        order.Symbol.Open.Add(order);
        LogOrder("placed", order);
        if (order.IsAlgo)
            Emit(order.Account, usdm: true, UsdmEvents.Algo(order, "NEW", MarketTime));
        else
            EmitOrder(order, "NEW", null);
        if (!order.Symbol.IsUsdm)
            EmitBalances(order);
        if (order.OnlyReduces && !order.IsAlgo)
            ExpireExcess(order);
        if (order.Waits || !order.IsOpen)
            return;
        var price = order.Symbol.Price;
        if (order.Type == "MARKET" || (order.IsBuy ? price <= order.Price : price >= order.Price))
            Fill(order, price, isMaker: false);
        if (order is { IsOpen: true, TimeInForce: "IOC" or "FOK" })
            End(order, "EXPIRED");
    }

    /// <summary>Cancels an open order, or ends it otherwise.</summary>
    public void End(SimOrder order, string status)
    {
        order.Status = status;
        order.UpdateTime = MarketTime;
        order.Symbol.Open.Remove(order);
        LogOrder("ended", order);
        if (order.IsAlgo)
        {
            Emit(order.Account, usdm: true, UsdmEvents.Algo(order, status, MarketTime));
            return;
        }

        EmitOrder(order, status, null);
        FinishParent(order);
        if (!order.Symbol.IsUsdm)
            EmitBalances(order);
        Decide(order, status);
    }

    /// <summary>Takes up the checked orders of a list.</summary>
    public void Accept(SimOrderList list)
    {
        var account = list.Orders[0].Account;
        account.OrderLists.Add(list);
        Emit(account, usdm: false, SpotEvents.ListStatus(list, MarketTime));
        foreach (var order in list.Orders)
            Accept(order);
    }

    /// <summary>Tells an account's user data streams.</summary>
    public void Emit(SimAccount account, bool usdm, JsonObject e) => _events.Emit(account, usdm, e);

    public void Wipe(SimAccount account)
    {
        account.Wipe();
        Log.Add("wiped", new() { ["account"] = account.ApiKey });
    }

    // The price has come to where something happens to an order.
    private void Fire(SimOrder order, decimal price)
    {
        if (!order.Waits)
        {
            Fill(order, price, isMaker: order.Type != "MARKET");
            return;
        }

        if (order.Trail is { IsActive: false } trail)
        {
            trail.Activate(price);
            return;
        }

        order.Triggered = true;
        order.TriggerTime = order.UpdateTime = MarketTime;
        LogOrder("triggered", order);
        if (order.IsAlgo)
        {
            TriggerAlgo(order, price);
            return;
        }

        EmitOrder(order, "NEW", null);
        Decide(order, "EXPIRED");
        if (!order.HasLimit || (order.IsBuy ? price <= order.Price : price >= order.Price))
            Fill(order, price, isMaker: false);
    }

    // Of a list's orders the first to fill, to be triggered or to end decides about the others.
    private void Decide(SimOrder order, string status)
    {
        if (order.List is not { IsDecided: false } list)
            return;
        list.IsDecided = true;
        foreach (var other in list.Orders.Where(o => o.IsOpen && o != order).ToArray())
            End(other, status);
        Emit(order.Account, usdm: false, SpotEvents.ListStatus(list, MarketTime));
    }

    private void TriggerAlgo(SimOrder algo, decimal price)
    {
        algo.Symbol.Open.Remove(algo);
        algo.Status = "TRIGGERING";
        Emit(algo.Account, usdm: true, UsdmEvents.Algo(algo, "TRIGGERING", MarketTime));
        var position = algo.Account.Position(algo.Symbol.Name, algo.PositionSide);
        var quantity = algo.ClosePosition ? Math.Abs(position.Amount) : algo.Quantity;
        if (algo.ReduceOnly)
            quantity = Math.Min(quantity, Math.Abs(position.Amount));
        if (quantity == 0 || ((algo.ReduceOnly || algo.ClosePosition) && Math.Sign(position.Amount) == (algo.IsBuy ? 1 : -1)))
        {
            algo.Status = "EXPIRED";
            LogOrder("ended", algo);
            Emit(algo.Account, usdm: true, UsdmEvents.Algo(algo, "EXPIRED", MarketTime));
            return;
        }

        var order = new SimOrder
        {
            Id = NextId(), Account = algo.Account, Symbol = algo.Symbol, ClientId = algo.ClientId, Side = algo.Side,
            Type = algo.HasLimit ? "LIMIT" : "MARKET", TimeInForce = algo.TimeInForce, PositionSide = algo.PositionSide,
            ReduceOnly = algo.ReduceOnly || algo.ClosePosition, Price = algo.HasLimit ? algo.Price : 0, Quantity = quantity,
            Time = MarketTime, UpdateTime = MarketTime, Partner = algo,
        };
        algo.Partner = order;
        algo.Status = "TRIGGERED";
        order.Account.Orders.Add(order);
        order.Symbol.Open.Add(order);
        LogOrder("placed", order);
        EmitOrder(order, "NEW", null);
        Emit(algo.Account, usdm: true, UsdmEvents.Algo(algo, "TRIGGERED", MarketTime));
        ExpireExcess(order);
        if (!order.IsOpen)
            return;
        if (!algo.HasLimit || (order.IsBuy ? price <= order.Price : price >= order.Price))
            Fill(order, price, isMaker: false);
    }

    private void Fill(SimOrder order, decimal price, bool isMaker)
    {
        var quantity = order.Remaining;
        var step = order.Symbol.Info.StepSize.ToDecimal();
        var half = Math.Floor(quantity / 2 / step) * step;
        if (half > 0 && half < quantity && order.RestFrom == 0
            && Faults.Roll(FaultKind.PartialFills, account: order.Account.ApiKey) is not null)
        {
            quantity = half;
            // The rest fills at the next step of the market at the earliest.
            order.RestFrom = order.Symbol.Step + 1;
        }

        order.Filled += quantity;
        order.QuoteFilled += quantity * price;
        order.Status = order.Remaining == 0 ? "FILLED" : "PARTIALLY_FILLED";
        order.UpdateTime = MarketTime;
        if (order.Remaining == 0)
            order.Symbol.Open.Remove(order);
        var trade = order.Symbol.IsUsdm ? BookUsdm(order, price, quantity, isMaker) : BookSpot(order, price, quantity, isMaker);
        order.Account.Trades.Add(trade);
        Log.Add("fill", new()
        {
            ["account"] = order.Account.ApiKey, ["market"] = order.Symbol.IsUsdm ? "usdm" : "spot", ["symbol"] = order.Symbol.Name,
            ["orderId"] = order.Id, ["clientOrderId"] = order.ClientId, ["side"] = order.Side, ["tradeId"] = trade.Id, ["price"] = price,
            ["qty"] = quantity, ["commission"] = trade.Commission, ["commissionAsset"] = trade.CommissionAsset,
            ["realizedPnl"] = trade.RealizedPnl, ["time"] = MarketTime, ["status"] = order.Status,
        });
        EmitOrder(order, "TRADE", trade);
        Decide(order, "EXPIRED");
        if (order.Symbol.IsUsdm)
        {
            Emit(order.Account, usdm: true, UsdmEvents.Account(order.Account, order.Symbol, order.PositionSide, MarketTime));
            ExpireExcess(order);
        }
        else
        {
            EmitBalances(order);
        }

        if (!order.IsOpen)
            FinishParent(order);
    }

    private SimTrade BookSpot(SimOrder order, decimal price, decimal quantity, bool isMaker)
    {
        var (info, balances) = (order.Symbol.Info, order.Account.Spot);
        var received = order.IsBuy ? quantity : quantity * price;
        var commission = Math.Truncate(received * _options.SpotFee * 100_000_000m) / 100_000_000m;
        var sign = order.IsBuy ? 1 : -1;
        balances[info.BaseAsset] = balances.GetValueOrDefault(info.BaseAsset) + sign * quantity - (order.IsBuy ? commission : 0);
        balances[info.QuoteAsset] = balances.GetValueOrDefault(info.QuoteAsset) - sign * quantity * price - (order.IsBuy ? 0 : commission);
        return new(++_lastTrade, order, price, quantity, commission, order.IsBuy ? info.BaseAsset : info.QuoteAsset, 0, MarketTime, isMaker);
    }

    private SimTrade BookUsdm(SimOrder order, decimal price, decimal quantity, bool isMaker)
    {
        var account = order.Account;
        var asset = order.Symbol.Info.QuoteAsset;
        var position = account.Position(order.Symbol.Name, order.PositionSide);
        var pnl = position.Book(order.IsBuy ? quantity : -quantity, price);
        position.UpdateTime = MarketTime;
        var commission = Math.Truncate(quantity * price * _options.UsdmFee * 100_000_000m) / 100_000_000m;
        account.Usdm[asset] = account.Usdm.GetValueOrDefault(asset) + pnl - commission;
        return new(++_lastTrade, order, price, quantity, commission, asset, pnl, MarketTime, isMaker);
    }

    // Stops that close the position go with it. Of the ordinary orders that may only reduce it those with the worst prices end that no
    // position is left for, so that they never open one the other way.
    private void ExpireExcess(SimOrder order)
    {
        var left = Math.Abs(order.Account.Position(order.Symbol.Name, order.PositionSide).Amount);
        var open = order.Symbol.Open.Where(o => o.Account == order.Account && o.PositionSide == order.PositionSide).ToArray();
        if (left == 0)
        {
            foreach (var stop in open.Where(static o => o is { IsAlgo: true, ClosePosition: true }))
                End(stop, "EXPIRED");
        }

        foreach (var exit in open.Where(static o => o is { IsAlgo: false, OnlyReduces: true })
            .OrderBy(static o => o.HasLimit).ThenBy(static o => o.IsBuy ? -o.Price : o.Price))
        {
            if (exit.Remaining > left)
                End(exit, "EXPIRED");
            else
                left -= exit.Remaining;
        }
    }

    private void FinishParent(SimOrder order)
    {
        if (order.Partner is not { IsAlgo: true } algo || algo.Status != "TRIGGERED")
            return;
        algo.Status = "FINISHED";
        algo.UpdateTime = MarketTime;
        Emit(algo.Account, usdm: true, UsdmEvents.Algo(algo, "FINISHED", MarketTime));
    }

    private void EmitOrder(SimOrder order, string execution, SimTrade? trade) =>
        Emit(order.Account, order.Symbol.IsUsdm, order.Symbol.IsUsdm
            ? UsdmEvents.Order(order, execution, trade, MarketTime)
            : SpotEvents.Execution(order, execution, trade, MarketTime, ++_lastExecution));

    private void EmitBalances(SimOrder order) => Emit(order.Account, usdm: false, SpotEvents.Balances(order, MarketTime));

    private void LogOrder(string kind, SimOrder order) => Log.Add(kind, new()
    {
        ["account"] = order.Account.ApiKey, ["market"] = order.Symbol.IsUsdm ? "usdm" : "spot", ["symbol"] = order.Symbol.Name,
        ["orderId"] = order.Id, ["clientOrderId"] = order.ClientId, ["algo"] = order.IsAlgo, ["side"] = order.Side, ["type"] = order.Type,
        ["qty"] = order.Quantity, ["price"] = order.Price, ["stopPrice"] = order.StopPrice, ["status"] = order.Status,
        ["filled"] = order.Filled, ["reduceOnly"] = order.ReduceOnly, ["closePosition"] = order.ClosePosition, ["time"] = MarketTime,
    });
}
