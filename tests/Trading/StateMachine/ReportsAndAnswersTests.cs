using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.StateMachine;

/// <summary>Single steps of the state machine; prices are whole numbers, the entry's trigger 110, its limit 112, its stop 90.</summary>
public sealed class ReportsAndAnswersTests : ITradingObserver
{
    private static readonly Signal Breakout = new(EntryKind.StopLimit, P(110), P(112), P(90), Exit: false);

    private readonly TradingStateMachine _machine;
    private EntryRefusalReason _refusal;

    public ReportsAndAnswersTests() => _machine = new(
        new(),
        new(
            new(new(MarketType.Usdm, "BTCUSDT"), "BTC", "USDT", P(1), P(1), P(1), P(1_000), default),
            new(SizeKind.Fixed, P(5)), 1, default),
        this);

    private TradingState State => _machine.State;

    [Fact]
    public void A_fill_before_the_answer_opens_the_position_and_the_answer_changes_nothing_more()
    {
        Close(1, 100);
        _machine.Plan().ShouldBeTrue();
        Fill(1, OrderSide.Buy, 110, 5);
        _machine.Complete(VenueOutcome.Accepted);
        State.Phase.ShouldBe(TradePhase.Long);
        State.Entry.Status.ShouldBe(OrderStatus.Filled);
        Planned(CommandKind.Place).Trigger.ShouldBe(P(90));
    }

    [Fact]
    public void A_trigger_before_the_answer_is_not_forgotten()
    {
        Long();
        Planned(CommandKind.Place);
        _machine.OnTriggered(2);
        _machine.Complete(VenueOutcome.Accepted);
        Close(2, 95);
        Planned(CommandKind.Cancel);
        _machine.Complete(VenueOutcome.Accepted);
        Planned(CommandKind.Place).Type.ShouldBe(OrderType.Market);
    }

    [Fact]
    public void A_late_fill_does_not_bring_a_cancelled_order_back()
    {
        Close(1, 100);
        Accept(CommandKind.Place);
        Close(2, 100);
        Accept(CommandKind.Replace);
        Fill(1, OrderSide.Buy, 110, 2);
        State.Phase.ShouldBe(TradePhase.Long);
        State.Entry.Id.ShouldBe(2);
        State.Exit.IsLive.ShouldBeFalse();
        Planned(CommandKind.Place).Quantity.ShouldBe(P(2));
        _machine.Complete(VenueOutcome.Accepted);
        _machine.OnEnded(3, OrderStatus.Expired);
        Fill(3, OrderSide.Sell, 90, 1);
        State.Exit.IsLive.ShouldBeFalse();
        Planned(CommandKind.Place).Quantity.ShouldBe(P(1));
    }

    [Fact]
    public void A_refused_cancel_is_tried_again_at_the_next_close_and_not_before()
    {
        Long();
        Accept(CommandKind.Place);
        _machine.Flatten();
        Planned(CommandKind.Cancel);
        _machine.Complete(VenueOutcome.Refused);
        _machine.Plan().ShouldBeFalse();
        Close(2, 105);
        Planned(CommandKind.Cancel);
    }

    [Fact]
    public void An_exit_that_would_trigger_at_once_becomes_a_sale_at_market()
    {
        Long();
        Planned(CommandKind.Place);
        _machine.Complete(VenueOutcome.RefusedWouldTrigger);
        Planned(CommandKind.Place).Type.ShouldBe(OrderType.Market);
    }

    [Fact]
    public void An_exit_that_is_refused_again_and_again_becomes_a_sale_at_market()
    {
        Long();
        for (var i = 0; i < TradingStateMachine.MaxExitRefusals; i++)
        {
            Planned(CommandKind.Place).Type.ShouldBe(OrderType.StopLimit);
            _machine.Complete(VenueOutcome.Refused);
        }

        Planned(CommandKind.Place).Type.ShouldBe(OrderType.Market);
        _machine.Complete(VenueOutcome.Refused);
        _machine.Plan().ShouldBeFalse();
        Close(2, 105);
        Planned(CommandKind.Place).Type.ShouldBe(OrderType.Market);
    }

    [Fact]
    public void A_pause_while_the_entry_has_no_answer_cancels_it_once_it_has()
    {
        Close(1, 100);
        Planned(CommandKind.Place);
        _machine.EntriesAllowed = false;
        _machine.CancelOpenEntry();
        _machine.Complete(VenueOutcome.Accepted);
        Planned(CommandKind.Cancel);
        State.InFlight.CancelId.ShouldBe(1);
    }

    [Fact]
    public void A_position_without_exit_order_below_its_stop_is_sold_at_market()
    {
        Long();
        Accept(CommandKind.Place);
        Close(2, 89, stop: 80);
        _machine.OnEnded(2, OrderStatus.Expired);
        Planned(CommandKind.Place).Type.ShouldBe(OrderType.Market);
    }

    [Theory]
    [InlineData(EntryKind.StopLimit, 110)]
    [InlineData(EntryKind.StopLimit, 111)]
    [InlineData(EntryKind.Market, 100)]
    public void An_entry_whose_stop_is_not_below_it_is_refused(EntryKind kind, int stop)
    {
        _machine.OnClose(new(1, P(100), P(100), P(100), P(100), 1), Breakout with { Entry = kind, Stop = P(stop) }, P(100_000));
        _machine.Plan().ShouldBeFalse();
        _refusal.ShouldBe(EntryRefusalReason.StopNotBelowEntry);
    }

    void ITradingObserver.OnTrade(Trade trade) { }

    void ITradingObserver.OnEntryRefused(EntryRefusal refusal) => _refusal = refusal.Reason;

    void ITradingObserver.OnExitRefused(TradeOrder order, int attempt) { }

    private void Long()
    {
        Close(1, 100);
        Accept(CommandKind.Place);
        Fill(1, OrderSide.Buy, 110, 5);
    }

    private void Close(long time, int close, int stop = 90) =>
        _machine.OnClose(new(time, P(close), P(close), P(close), P(close), 1), Breakout with { Stop = P(stop) }, P(100_000));

    private void Fill(long id, OrderSide side, int price, int quantity) =>
        _machine.OnFill(id, side, P(price), P(quantity), default, commissionInBase: false, State.Candle + 1);

    private TradeOrder Planned(CommandKind kind)
    {
        _machine.Plan().ShouldBeTrue();
        State.InFlight.Kind.ShouldBe(kind);
        return State.InFlight.Order;
    }

    private void Accept(CommandKind kind)
    {
        Planned(kind);
        _machine.Complete(VenueOutcome.Accepted);
    }

    private static Fixed8 P(int value) => new(value * Fixed8.Scale);
}
