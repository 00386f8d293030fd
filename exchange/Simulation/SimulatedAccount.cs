using System.Collections.Immutable;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Simulation;

/// <summary>
/// A simulated exchange account: balances shared by all its symbols, a matching engine a symbol, commissions, filters, and
/// reports that are kept until they are acknowledged. Everything it does is in <see cref="State"/>, so that a crash between any
/// two steps leaves a state from which the same questions get the same answers.
/// </summary>
/// <param name="state">The memory.</param>
/// <param name="spotFee">Spot commission rate as a fraction.</param>
/// <param name="futuresFee">USDⓈ-M commission rate as a fraction.</param>
/// <param name="options">Slippage and liquidity.</param>
/// <param name="record">Told of what the exchange does; null where nobody asks.</param>
public sealed class SimulatedAccount(
    SimulatedAccountState state, Fixed8 spotFee, Fixed8 futuresFee, SimulationOptions? options = null, ISimulationRecord? record = null)
{
    private readonly Dictionary<MarketSymbol, Book> _books = [];

    /// <summary>The memory; call <see cref="Flush"/> before it is stored.</summary>
    public SimulatedAccountState State => state;

    /// <summary>Commission rate of a market.</summary>
    public Fixed8 FeeOf(MarketType market) => market == MarketType.Spot ? spotFee : futuresFee;

    /// <summary>Moves along a candle's path to the next report, or to the close.</summary>
    /// <param name="symbol">Symbol and filters.</param>
    /// <param name="candle">The closed candle.</param>
    /// <param name="acknowledged">Reports up to this sequence are forgotten.</param>
    /// <param name="changed">True when <see cref="State"/> has changed in a way that must be durable before the answer is given.</param>
    public VenueStep Advance(SymbolInfo symbol, in Candle candle, long acknowledged, out bool changed)
    {
        var book = BookOf(symbol);
        book.Memory.Reports.RemoveAll(r => r.Sequence <= acknowledged);
        changed = false;
        if (book.Memory.Reports.Count == 0 && book.Matcher.Begin(candle) && book.Matcher.TryNext(out var e))
        {
            changed = true;
            Report(book, e);
        }

        return new([.. book.Memory.Reports], book.Memory.Reports.Count == 0, FreeFor(book));
    }

    /// <summary>Places an order; a market order fills at once at the current price.</summary>
    public VenueAnswer Place(SymbolInfo symbol, OrderRequest order)
    {
        var book = BookOf(symbol);
        if (order.Id <= book.Memory.LastOrderId)
            return VenueAnswer.Accepted;
        CatchUp(book, order.AsOf);
        if (Refusal(book, order) is { } refusal)
            return refusal;
        book.Memory.LastOrderId = order.Id;
        record?.OnPlaced(order);
        book.Matcher.Place(new()
        {
            Id = order.Id, Side = order.Side, Type = order.Type, Quantity = order.Quantity, Trigger = order.Trigger, Limit = order.Limit,
        });
        if (order.Type == OrderType.Market && book.Matcher.TryNext(out var e))
            Report(book, e);
        return VenueAnswer.Accepted;
    }

    /// <summary>Cancels an order.</summary>
    public VenueAnswer Cancel(SymbolInfo symbol, long orderId) => CancelIn(BookOf(symbol), orderId) ?? VenueAnswer.Accepted;

    /// <summary>Cancels an order and places another one, whose funds the first one may have tied up.</summary>
    public VenueAnswer Replace(SymbolInfo symbol, long orderId, OrderRequest order)
    {
        var book = BookOf(symbol);
        if (order.Id <= book.Memory.LastOrderId)
            return VenueAnswer.Accepted;
        CatchUp(book, order.AsOf);
        if (CancelIn(book, orderId) is { } notOpen)
            return notOpen;
        var answer = Place(symbol, order);
        return answer.Outcome is VenueOutcome.Refused or VenueOutcome.RefusedWouldTrigger
            ? answer with { Outcome = VenueOutcome.CancelledNotPlaced }
            : answer;
    }

    /// <summary>What is known of an order.</summary>
    public VenueKnowledge Find(SymbolInfo symbol, long orderId)
    {
        var book = BookOf(symbol);
        return book.Matcher.Orders.Any(o => o.Id == orderId) ? VenueKnowledge.Open
            : orderId <= book.Memory.LastOrderId ? VenueKnowledge.Closed
            : VenueKnowledge.Unknown;
    }

    /// <summary>The part of a spot or USDⓈ-M balance that no open order ties up.</summary>
    public Fixed16 Free(MarketType market, string asset) => Balance(market, asset) - Locked(market, asset, except: null);

    /// <summary>Brings <see cref="State"/> up to date with the matching engines.</summary>
    public void Flush()
    {
        foreach (var book in _books.Values)
        {
            book.Memory.Position = book.Matcher.Position;
            book.Memory.Orders = book.Matcher.Orders;
        }
    }

    private Book BookOf(SymbolInfo symbol)
    {
        if (_books.TryGetValue(symbol.Id, out var book))
            return book;
        var key = symbol.Id.ToString();
        if (!state.Books.TryGetValue(key, out var memory))
            state.Books.Add(key, memory = new() { BaseAsset = symbol.BaseAsset, QuoteAsset = symbol.QuoteAsset });
        book = new(symbol, memory, new(symbol.TickSize, symbol.StepSize, options));
        book.Matcher.Resume(memory.Position, memory.Orders);
        _books.Add(symbol.Id, book);
        return book;
    }

    // A path on which nothing happens changes nothing that must be durable, so after a crash the account may stand behind the
    // close of the trader's last candle, in an earlier candle or half way through this one. Then nothing has happened since.
    private void CatchUp(Book book, in Candle asOf)
    {
        var isAtClose = asOf.OpenTime == book.Matcher.OpenTime && book.Matcher.Position.Segment == CandleMatcher.AtClose;
        if (isAtClose || !book.Matcher.Begin(asOf))
            return;
        while (book.Matcher.TryNext(out var e))
            Report(book, e);
    }

    private VenueAnswer? CancelIn(Book book, long orderId)
    {
        if (book.Matcher.Cancel(orderId) is null)
            return new(VenueOutcome.OrderNotOpen, $"order {orderId} is not open");
        record?.OnCancelled(book.Symbol.Id, orderId);
        return null;
    }

    private VenueAnswer? Refusal(Book book, OrderRequest order)
    {
        var symbol = book.Symbol;
        VenueAnswer Refuse(string reason) => new(VenueOutcome.Refused, reason);
        if (!order.Quantity.IsPositive || !order.Quantity.IsMultipleOf(symbol.StepSize))
            return Refuse($"LOT_SIZE: quantity {order.Quantity} is not a positive multiple of stepSize {symbol.StepSize}");
        if (order.Quantity > symbol.MaxQuantity || (!order.IsExit && order.Quantity < symbol.MinQuantity))
            return Refuse($"LOT_SIZE: quantity {order.Quantity} is outside {symbol.MinQuantity} to {symbol.MaxQuantity}");
        if (!order.Trigger.IsMultipleOf(symbol.TickSize) || !order.Limit.IsMultipleOf(symbol.TickSize))
            return Refuse($"PRICE_FILTER: trigger {order.Trigger} or limit {order.Limit} is not a multiple of tickSize {symbol.TickSize}");
        var price = order.Type == OrderType.Market ? book.Matcher.Price : order.Limit;
        if (!price.IsPositive)
            return Refuse("PRICE_FILTER: there is no price above zero");
        var notional = price * order.Quantity;
        if (order.IsExit)
            return HeldOf(book) < order.Quantity ? Refuse($"balance: {order.Quantity} to sell, {HeldOf(book)} held") : null;
        if (notional < symbol.MinNotional)
            return Refuse($"NOTIONAL: {notional} is below minNotional {symbol.MinNotional}");
        var free = symbol.Id.Market == MarketType.Usdm
            ? Balance(MarketType.Usdm, symbol.QuoteAsset) * order.Leverage
            : Free(MarketType.Spot, symbol.QuoteAsset);
        return notional > free ? Refuse($"balance: {notional} {symbol.QuoteAsset} needed, {free} free") : null;
    }

    private Fixed8 HeldOf(Book book) =>
        book.Symbol.Id.Market == MarketType.Usdm ? book.Memory.Quantity : Balance(MarketType.Spot, book.Symbol.BaseAsset).TruncateTo8();

    private Fixed16 FreeFor(Book book) =>
        book.Symbol.Id.Market == MarketType.Usdm
            ? Balance(MarketType.Usdm, book.Symbol.QuoteAsset)
            : Balance(MarketType.Spot, book.Symbol.QuoteAsset) - Locked(MarketType.Spot, book.Symbol.QuoteAsset, except: book);

    private Fixed16 Balance(MarketType market, string asset) => BalancesOf(market).GetValueOrDefault(asset);

    private SortedDictionary<string, Fixed16> BalancesOf(MarketType market) =>
        market == MarketType.Spot ? state.Balances : state.FuturesBalances;

    // USDⓈ-M orders tie nothing up: the spec holds each against the whole balance times leverage.
    private Fixed16 Locked(MarketType market, string asset, Book? except)
    {
        var locked = Fixed16.Zero;
        if (market == MarketType.Usdm)
            return locked;
        foreach (var (key, memory) in state.Books)
        {
            var id = MarketSymbol.Parse(key);
            if (id.Market != market || (memory.BaseAsset != asset && memory.QuoteAsset != asset) || id == except?.Symbol.Id)
                continue;

            // A book that nothing has touched since the start has no matcher yet; its stored orders tie up funds all the same.
            foreach (var order in _books.GetValueOrDefault(id)?.Matcher.Orders ?? memory.Orders)
            {
                if (order.Side == OrderSide.Buy && memory.QuoteAsset == asset)
                    locked += order.Limit * order.Remaining;
                else if (order.Side == OrderSide.Sell && memory.BaseAsset == asset)
                    locked += order.Remaining;
            }
        }

        return locked;
    }

    private void Report(Book book, MatchEvent e)
    {
        var (memory, symbol) = (book.Memory, book.Symbol);
        var isFill = !e.Quantity.IsZero;
        var (commission, inBase) = isFill
            ? Commissions.Of(symbol.Id.Market, e.Order.Side, e.Price, e.Quantity, FeeOf(symbol.Id.Market))
            : default;
        if (isFill)
            BookFill(book, e, commission, inBase);
        var status = e.Order.Remaining.IsZero ? OrderStatus.Filled
            : e.Order.Filled.IsZero ? OrderStatus.Working
            : OrderStatus.PartiallyFilled;
        var report = new ExecutionReport(
            ++memory.LastReport, e.Order.Id, isFill ? ExecutionKind.Fill : ExecutionKind.Triggered, e.Order.Side, e.Price, e.Quantity,
            commission, inBase, book.Matcher.OpenTime, status);
        memory.Reports.Add(report);
        if (isFill)
            record?.OnFilled(symbol.Id, report);
    }

    private void BookFill(Book book, MatchEvent e, Fixed8 commission, bool inBase)
    {
        var symbol = book.Symbol;
        var balances = BalancesOf(symbol.Id.Market);
        var notional = e.Price * e.Quantity;
        var quote = balances.GetValueOrDefault(symbol.QuoteAsset) - (inBase ? Fixed8.Zero : commission);
        if (symbol.Id.Market == MarketType.Spot)
        {
            var held = balances.GetValueOrDefault(symbol.BaseAsset) - (inBase ? commission : Fixed8.Zero);
            balances[symbol.BaseAsset] = e.Order.Side == OrderSide.Buy ? held + e.Quantity : held - e.Quantity;
            quote += e.Order.Side == OrderSide.Buy ? -notional : notional;
        }
        else if (e.Order.Side == OrderSide.Buy)
        {
            book.Memory.Quantity += e.Quantity;
            book.Memory.Cost += notional;
        }
        else
        {
            // The part of the cost that goes with the part of the position; the last part takes what is left.
            var all = e.Quantity == book.Memory.Quantity;
            var cost = all ? book.Memory.Cost : book.Memory.Cost.PricePer(book.Memory.Quantity) * e.Quantity;
            quote += notional - cost;
            book.Memory.Cost -= cost;
            book.Memory.Quantity -= e.Quantity;
        }

        balances[symbol.QuoteAsset] = quote;
    }

    private sealed record Book(SymbolInfo Symbol, SimulatedBookState Memory, CandleMatcher Matcher);
}
