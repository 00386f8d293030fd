using System.Text.Json;
using TradingBot.Exchange.Binance;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Simulator;

/// <summary>The traders of one account in one process share its stream and its balances.</summary>
public sealed class SharedAccountTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_symbols_have_one_subscription_and_each_hears_of_its_own_orders()
    {
        await using var simulated = await SimulatedVenue.StartAsync();
        await using var venue = simulated.Venue();
        var symbols = (await venue.Feed.GetSymbolsAsync(MarketType.Spot, Cancellation)).Take(10).ToArray();
        symbols.Length.ShouldBe(10);
        var traders = symbols.Select(s => venue.Open(s, $"alice/{s.Id}", simulated.Key)).ToArray();
        await Poll.UntilAsync(() => traders.All(t => t.IsConnected));
        simulated.Log("subscribe").Count.ShouldBe(1);

        var heard = new int[10];
        for (var i = 0; i < 10; i++)
        {
            await traders[i].AdvanceAsync(default, 0);
            var mine = i;
            traders[i].Reported = () => Interlocked.Increment(ref heard[mine]);
        }

        var id = ClientOrderIds.Of(ClientOrderIds.PrefixOf($"alice/{symbols[3].Id}"), 1);
        (await traders[3].PlaceAsync(new(
            symbols[3].Id, 1, id, OrderSide.Buy, OrderType.Market, Fixed8.Max(symbols[3].MinQuantity, new Fixed8(100 * Fixed8.Scale).FloorTo(symbols[3].StepSize)),
            default, default, false, 1, default))).ShouldBe(VenueAnswer.Accepted);
        await Poll.UntilAsync(() => heard[3] > 0);
        heard.Where((_, i) => i != 3).ShouldAllBe(h => h == 0);

        foreach (var trader in traders)
            await trader.DisposeAsync();
    }

    [Theory]
    [InlineData(MarketType.Spot, "/api/v3/account")]
    [InlineData(MarketType.Usdm, "/fapi/v3/balance")]
    public async Task Closes_ask_for_no_balance_and_events_keep_it_right(MarketType market, string path)
    {
        await using var simulated = await SimulatedVenue.StartAsync((1000, 1000, 1000, 1000), (1000, 1100, 990, 1080), (1080, 1090, 900, 910));
        await using var trader = await TraderSession.OpenAsync(simulated, market, Cancellation);
        await trader.BookAsync();
        await trader.BookAsync();
        var asked = Requests().Count;
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, "1050", "1060"));
        simulated.Minutes(2);
        await trader.BookAsync(2, Cancellation);
        for (var close = 0; close < 20; close++)
            await trader.BookAsync();
        var paid = market == MarketType.Spot ? 1050m : 1050m * 0.0005m;
        await Poll.UntilAsync(trader.BookAsync, step => step.FreeQuote == Fixed16.FromDecimal(100_000m - paid));
        Requests().Count.ShouldBe(asked);

        List<JsonElement> Requests() => simulated.Log("request").FindAll(r => r.GetProperty("request").GetString()!.EndsWith(path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_entry_sets_leverage_and_margin_and_later_ones_do_not()
    {
        await using var simulated = await SimulatedVenue.StartAsync((1000, 1000, 1000, 1000), (1000, 1010, 990, 1000));
        await using var trader = await TraderSession.OpenAsync(simulated, MarketType.Usdm, Cancellation);
        await trader.BookAsync();
        await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, "1200", "1200") with { Leverage = 7 });
        Set().ShouldBe(["GET /fapi/v1/positionSide/dual", "POST /fapi/v1/marginType", "POST /fapi/v1/leverage"]);
        await trader.Exchange.ReplaceAsync(1, trader.Order(2, OrderType.StopLimit, OrderSide.Buy, "1300", "1300") with { Leverage = 7 });
        Set().Count.ShouldBe(3);
        await trader.Exchange.ReplaceAsync(2, trader.Order(3, OrderType.StopLimit, OrderSide.Buy, "1400", "1400") with { Leverage = 9 });
        Set().Count.ShouldBe(6);

        List<string> Set() =>
        [
            .. simulated.Log("request").Select(r => r.GetProperty("request").GetString()!)
                .Where(r => r.EndsWith("dual", StringComparison.Ordinal) || r.EndsWith("marginType", StringComparison.Ordinal) || r.EndsWith("leverage", StringComparison.Ordinal)),
        ];
    }

    [Fact]
    public async Task Hedge_mode_is_answered_clearly_and_left_as_it_is()
    {
        await using var simulated = await SimulatedVenue.StartAsync((1000, 1000, 1000, 1000), (1000, 1010, 990, 1000));
        await using var trader = await TraderSession.OpenAsync(simulated, MarketType.Usdm, Cancellation);
        await trader.BookAsync();
        (await simulated.Usdm.SetPositionModeAsync(simulated.Key, hedge: true, Cancellation)).IsOk.ShouldBeTrue();
        var answer = await trader.Exchange.PlaceAsync(trader.Order(1, OrderType.StopLimit, OrderSide.Buy, "1200", "1200"));
        answer.Outcome.ShouldBe(VenueOutcome.Refused);
        answer.Reason.ShouldContain("hedge mode; switch it to one-way mode");
        simulated.Log("placed").ShouldBeEmpty();
        (await simulated.Usdm.GetPositionModeAsync(simulated.Key, Cancellation)).OrThrow().DualSidePosition.ShouldBeTrue();
    }

    [Fact]
    public async Task A_trader_that_has_lost_its_memory_learns_where_its_history_ends()
    {
        await using var simulated = await SimulatedVenue.StartAsync((1000, 1000, 1000, 1000), (1000, 1100, 990, 1080), (1080, 1090, 900, 910));
        await using (var before = await TraderSession.OpenAsync(simulated, MarketType.Spot, Cancellation))
        {
            await before.Exchange.PlaceAsync(before.Order(41, OrderType.StopLimit, OrderSide.Buy, "1050", "1060"));
            simulated.Minutes(2);
            await before.BookAsync(2, Cancellation);
        }

        await using var after = await TraderSession.OpenAsync(simulated, MarketType.Spot, Cancellation);
        var history = await after.Exchange.GetHistoryAsync();
        history.LastIntent.ShouldBe(41);
        after.Acknowledged = history.LastSequence;
        (await after.BookAsync()).Reports.ShouldBeEmpty();
        after.Booked.ShouldBeEmpty();
    }
}
