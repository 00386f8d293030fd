using System.Collections.Immutable;
using TradingBot.Exchange;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Tests.Checker.Input;
using TradingBot.Trading;
using LogKind = TradingBot.Tests.Checker.Input.VenueStepKind;
using LogStep = TradingBot.Tests.Checker.Input.VenueStep;
using VenueStep = TradingBot.Trading.VenueStep;

namespace TradingBot.Tests.Trading.Model;

/// <summary>What becomes of a command on its way.</summary>
internal enum Mishap
{
    None,
    Refused,
    RequestLost,
    RequestLate,
    AnswerLost,
    NotSent,
    CallFails,
    AnswerFails,
    ReportsOvertakeAnswer,
}

/// <summary>
/// A venue in plain words, written apart from the simulated exchange: what is open and filled, a log of it, and reports that may come
/// late, out of order and more than once.
/// </summary>
internal sealed class PlainVenue(SymbolInfo symbol, string account) : ILiveExchange
{
    /// <summary>How long a request may take to arrive: what is older the venue does not take.</summary>
    public const long LongestWay = 4_900;

    private const decimal StartBalance = 1_000_000;
    private const decimal Fee = 0.001m;

    private readonly List<PlainOrder> _orders = [];
    private readonly List<(ExecutionReport Report, int Delay)> _onTheWay = [];
    private readonly List<ExecutionReport> _arrived = [];
    private readonly List<(long Due, Action CarryOut)> _lateRequests = [];
    private readonly List<LogStep> _steps = [];
    private readonly List<VenueRequest> _requests = [];
    private readonly Dictionary<string, decimal> _balances = new() { ["USDT"] = StartBalance };
    private decimal _entryPrice;
    private decimal _position;
    private int _parts = 1;
    private long _seq;

    /// <summary>Called at every step of a call; throws where the process is to end.</summary>
    public Action<string> OnStep { get; set; } = static _ => { };

    /// <summary>What becomes of the next command.</summary>
    public Func<Mishap> NextMishap { get; set; } = static () => Mishap.None;

    /// <summary>Whether it cannot be asked just now.</summary>
    public Func<bool> IsOutOfReach { get; set; } = static () => false;

    /// <summary>By how many <see cref="Pass"/> the next report is late.</summary>
    public Func<int> NextDelay { get; set; } = static () => 0;

    /// <summary>Reports come twice, and those that are acknowledged come again.</summary>
    public bool Doubles { get; set; }

    public Fixed8 Price { get; private set; } = Fixed8.FromDecimal(100);

    /// <summary>The clock, milliseconds UTC.</summary>
    public long Now { get; private set; } = 1_760_000_000_000;

    public bool HasReportsOnTheWay => _onTheWay.Count > 0;

    public VenueLog Log => new(_steps, _requests, [], [], Now);

    public VenueAccount StartAccount => Account(new() { ["USDT"] = StartBalance }, 0);

    public VenueAccount EndAccount =>
        Account(_balances.ToDictionary(static b => b.Key, static b => Math.Round(b.Value, 8, MidpointRounding.AwayFromZero)), IsUsdm ? _position : 0);

    public Action? Reported { get; set; }

    SymbolInfo ILiveExchange.Symbol => symbol;

    Fixed8 ILiveExchange.FeeRate => Fixed8.FromDecimal(Fee);

    private bool IsUsdm => symbol.Id.Market == MarketType.Usdm;

    /// <summary>Time passes: late reports and requests arrive.</summary>
    public void Pass(long milliseconds)
    {
        var end = Now + milliseconds;
        foreach (var late in _lateRequests.Where(r => r.Due <= end).ToArray())
        {
            _lateRequests.Remove(late);
            Now = Math.Max(Now, late.Due);
            late.CarryOut();
        }

        Now = end;

        for (var i = 0; i < _onTheWay.Count; i++)
            _onTheWay[i] = (_onTheWay[i].Report, _onTheWay[i].Delay - 1);
        var due = _onTheWay.Where(static r => r.Delay < 0).Select(static r => r.Report).ToHashSet();
        Arrive(due.Contains);
    }

    /// <summary>The price goes to a new one; what is reached fills, in parts when <paramref name="parts"/> is above one.</summary>
    public void Move(Fixed8 price, int parts)
    {
        Pass(50);
        (Price, _parts) = (Fixed8.Max(price, Fixed8.One), parts);
        foreach (var order in _orders.Where(static o => o.IsOpen).ToArray())
            Match(order);
    }

    /// <summary>The venue ends what is open on a side.</summary>
    public void EndByItself(OrderSide side)
    {
        Pass(50);
        foreach (var order in _orders.Where(o => o.IsOpen && o.Request.Side == side).ToArray())
            Finish(order, "EXPIRED", OrderStatus.Expired);
    }

    /// <summary>Reports on their way arrive.</summary>
    public void Arrive(Func<ExecutionReport, bool> which)
    {
        foreach (var late in _onTheWay.Where(r => which(r.Report)).ToArray())
        {
            _onTheWay.Remove(late);
            _arrived.Add(late.Report with { Sequence = _arrived.Count + 1 });
            Reported?.Invoke();
        }
    }

    Task<VenueStep> IExchange.AdvanceAsync(Candle candle, long acknowledged)
    {
        Ask("advance");
        var news = _arrived.Where(r => r.Sequence > acknowledged).ToList();
        var told = Doubles ? _arrived.Where(r => r.Sequence > acknowledged - 3).SelectMany(static r => new[] { r, r }).ToList() : news;
        OnStep("after advance");
        return Task.FromResult(new VenueStep([.. news.Count == 0 ? [] : told], news.Count == 0, Fixed16.FromDecimal(StartBalance)));
    }

    Task<VenueAnswer> IExchange.PlaceAsync(OrderRequest order) => CommandAsync("place", order, () => Place(order));

    Task<VenueAnswer> IExchange.CancelAsync(long orderId) => CommandAsync("cancel", null, () => Cancel(orderId));

    Task<VenueAnswer> IExchange.ReplaceAsync(long orderId, OrderRequest order) => CommandAsync("replace", order, () =>
    {
        var cancelled = Cancel(orderId);
        if (cancelled.Outcome != VenueOutcome.Accepted)
            return cancelled;
        var placed = Place(order);
        return placed.Outcome == VenueOutcome.Accepted ? placed : new(VenueOutcome.CancelledNotPlaced, placed.Reason);
    });

    Task<VenueKnowledge> IExchange.FindAsync(long orderId)
    {
        Ask("find");
        if (Find(orderId) is not { } order)
            return Task.FromResult(VenueKnowledge.Unknown);
        if (order.IsOpen)
            return Task.FromResult(VenueKnowledge.Open);
        TellAllOf(orderId);
        return Task.FromResult(VenueKnowledge.Closed);
    }

    TimeSpan ILiveExchange.LifetimeOf(bool isExit) => TimeSpan.FromSeconds(5);

    void ILiveExchange.Resume(long acknowledged, ImmutableArray<(long OrderId, Fixed8 Filled)> open)
    {
        // It keeps its reports for as long as it lives, and knows what has been acknowledged.
    }

    Task<VenueSurvey?> ILiveExchange.SurveyAsync(bool withHolding)
    {
        Ask("survey");
        return Task.FromResult<VenueSurvey?>(new(
            [.. _orders.Where(static o => o.IsOpen).Select(static o => o.Request.Id)], [],
            withHolding ? Fixed8.FromDecimal(IsUsdm ? _position : _balances.GetValueOrDefault("BTC")) : null));
    }

    void ILiveExchange.Distrust() => Arrive(static _ => true);

    Task<VenueHistory> ILiveExchange.GetHistoryAsync()
    {
        Ask("history");
        return Task.FromResult(new VenueHistory(
            _arrived.Count, _orders.Count == 0 ? 0 : _orders.Max(static o => o.Request.Id), [.. _orders.Where(static o => o.IsOpen).Select(static o => o.Request.Id)]));
    }

    ValueTask IAsyncDisposable.DisposeAsync() => ValueTask.CompletedTask;

    private void Ask(string what)
    {
        OnStep($"before {what}");
        if (IsOutOfReach())
            throw new VenueUnavailableException("the venue is out of reach");
    }

    private Task<VenueAnswer> CommandAsync(string what, OrderRequest? order, Func<VenueAnswer> carryOut)
    {
        OnStep($"before {what}");
        Now += 50;
        var mishap = NextMishap();
        switch (mishap)
        {
            case Mishap.RequestLost:
                return Unknown();
            case Mishap.RequestLate:
                _lateRequests.Add((Now + LongestWay - 50, () => CarryOut(what, order, carryOut)));
                return Unknown();
            case Mishap.NotSent:
                return Task.FromResult(new VenueAnswer(VenueOutcome.TryLater, "no connection"));
            case Mishap.CallFails:
                return Task.FromException<VenueAnswer>(new TimeoutException("a bug"));
        }

        var answer = mishap == Mishap.Refused ? new(VenueOutcome.Refused, "the venue does not want to") : CarryOut(what, order, carryOut);
        OnStep($"after {what}");
        if (mishap == Mishap.ReportsOvertakeAnswer)
            Arrive(static _ => true);
        return mishap switch
        {
            Mishap.AnswerLost => Unknown(),
            Mishap.AnswerFails => Task.FromException<VenueAnswer>(new TimeoutException("a bug")),
            _ => Task.FromResult(answer),
        };

        static Task<VenueAnswer> Unknown() => Task.FromResult(new VenueAnswer(VenueOutcome.Unknown, "no answer"));
    }

    private VenueAnswer CarryOut(string what, OrderRequest? order, Func<VenueAnswer> carryOut)
    {
        var answer = carryOut();
        if (order is not null)
            _requests.Add(new(++_seq, Now, account, $"POST {what}", order.ClientOrderId, answer.Outcome == VenueOutcome.Accepted ? 200 : 400, 0));
        return answer;
    }

    private VenueAnswer Place(OrderRequest request)
    {
        // Only among open orders, as at Binance.
        if (_orders.Exists(o => o.IsOpen && o.Request.Id == request.Id))
            return new(VenueOutcome.Refused, "duplicate order");
        if (request.Type != OrderType.Market && (request.Side == OrderSide.Buy ? Price >= request.Trigger : Price <= request.Trigger))
            return new(VenueOutcome.RefusedWouldTrigger, "would trigger at once");
        if (request.Side == OrderSide.Sell && request.Quantity.ToDecimal() > (IsUsdm ? _position : _balances.GetValueOrDefault("BTC")))
            return new(VenueOutcome.Refused, "insufficient balance");
        var type = request.Type == OrderType.Market ? "MARKET" : IsUsdm ? "STOP" : "STOP_LOSS_LIMIT";
        var order = new PlainOrder(request, new(
            account, IsUsdm ? "usdm" : "spot", symbol.Id.Symbol, _orders.Count + 1, request.ClientOrderId, false, request.Side == OrderSide.Buy ? "BUY" : "SELL",
            type, request.Quantity.ToDecimal(), request.Limit.ToDecimal(), request.Trigger.ToDecimal()));
        _orders.Add(order);
        Note(LogKind.Placed, order, "NEW");
        Match(order);
        return VenueAnswer.Accepted;
    }

    private VenueAnswer Cancel(long orderId)
    {
        if (Find(orderId) is { IsOpen: true } order)
        {
            Finish(order, "CANCELED", OrderStatus.Cancelled);
            return VenueAnswer.Accepted;
        }

        TellAllOf(orderId);
        return new(VenueOutcome.OrderNotOpen, "unknown order");
    }

    // What became of an order is reported before it is said that it is over: the adapter's contract.
    private void TellAllOf(long orderId) => Arrive(r => r.OrderId == orderId);

    private PlainOrder? Find(long orderId) => _orders.Find(o => o.Request.Id == orderId);

    private void Finish(PlainOrder order, string status, OrderStatus told)
    {
        order.IsOpen = false;
        Note(LogKind.Ended, order, status);
        Report(order, ExecutionKind.Ended, default, 0, told);
    }

    private void Match(PlainOrder order)
    {
        var request = order.Request;
        var isMarket = request.Type == OrderType.Market;
        if (!isMarket && !order.Triggered)
        {
            if (order.IsBuy ? Price < request.Trigger : Price > request.Trigger)
                return;
            order.Triggered = true;
            Note(LogKind.Triggered, order, "NEW");
            Report(order, ExecutionKind.Triggered, default, 0, OrderStatus.Working);
        }

        if (!isMarket && (order.IsBuy ? Price > request.Limit : Price < request.Limit))
            return;
        var quantity = _parts <= 1 ? order.Remaining : new Fixed8(order.Remaining.Units / _parts).FloorTo(symbol.StepSize);
        Fill(order, quantity.IsZero ? order.Remaining : quantity);
    }

    private void Fill(PlainOrder order, Fixed8 filled)
    {
        order.Remaining -= filled;
        order.IsOpen = order.Remaining.IsPositive;
        var (price, quantity) = (Price.ToDecimal(), filled.ToDecimal());
        var inBase = order.IsBuy && !IsUsdm;
        var commission = Math.Truncate((inBase ? quantity : quantity * price) * Fee * 100_000_000) / 100_000_000;
        var (signed, pnl) = (order.IsBuy ? quantity : -quantity, 0m);
        Add(inBase ? "BTC" : "USDT", -commission);
        if (IsUsdm)
        {
            pnl = order.IsBuy ? 0 : (price - _entryPrice) * quantity;
            if (order.IsBuy)
                _entryPrice = (_entryPrice * _position + price * quantity) / (_position + quantity);
            _position += signed;
            Add("USDT", pnl);
        }
        else
        {
            Add("BTC", signed);
            Add("USDT", -signed * price);
        }

        Note(LogKind.Filled, order, order.IsOpen ? "PARTIALLY_FILLED" : "FILLED", new(_seq, price, quantity, commission, inBase ? "BTC" : "USDT", pnl));
        Report(order, ExecutionKind.Fill, filled, commission, order.IsOpen ? OrderStatus.PartiallyFilled : OrderStatus.Filled);
    }

    private void Add(string asset, decimal amount) => _balances[asset] = _balances.GetValueOrDefault(asset) + amount;

    private VenueAccount Account(Dictionary<string, decimal> balances, decimal position)
    {
        var untouched = new Dictionary<string, decimal> { ["USDT"] = StartBalance };
        return new(
            account, IsUsdm ? untouched : balances, IsUsdm ? balances : untouched,
            position == 0 ? new Dictionary<string, decimal>() : new() { [symbol.Id.Symbol] = position });
    }

    private void Note(LogKind kind, PlainOrder order, string status, VenueFill? fill = null) =>
        _steps.Add(new(++_seq, Now, Now, kind, order.Logged, status, fill));

    private void Report(PlainOrder order, ExecutionKind kind, Fixed8 quantity, decimal commission, OrderStatus status)
    {
        _onTheWay.Add((
            new(0, order.Request.Id, kind, order.Request.Side, Price, quantity, Fixed8.FromDecimal(commission), order.IsBuy && !IsUsdm, Now, status), NextDelay()));
        Arrive(r => _onTheWay.Exists(late => late.Report == r && late.Delay == 0));
    }
}
