using TradingBot.MarketData;
using TradingBot.Tests.Grains.Risk;
using TradingBot.Trading;

namespace TradingBot.Tests.Grains.Trading;

/// <summary>The venue does not tell its symbols when the service starts.</summary>
public sealed class SymbolOutageTests : IAsyncLifetime
{
    private const string User = "alice";
    private TradingFixture _service = null!;

    private ITraderGrain Futures => _service.Trader(User, "usdm:SOLUSDT");

    private ITraderGrain Spot => _service.Trader(User, "spot:BTCUSDT");

    public async ValueTask InitializeAsync()
    {
        _service = await TradingFixture.StartAsync();
        await _service.AddUserAsync(User);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Traders_of_that_market_keep_what_they_have_and_go_on_when_it_is_back()
    {
        await _service.NextUntilAsync(async () => await Futures.GetStatusAsync() is { Phase: "Long", ExitOrder: not null });
        var before = await Futures.GetStatusAsync();
        await _service.KillAsync();
        _service.Feed.Unavailable = MarketType.Usdm;
        await _service.StartAgainAsync();
        await _service.ResumeAsync();

        var meanwhile = await Futures.GetStatusAsync();
        (meanwhile.RunState, meanwhile.Phase, meanwhile.Held).ShouldBe((before.RunState, before.Phase, before.Held));
        meanwhile.ExitOrder.ShouldNotBeNull();
        for (var minute = 0; minute < 3; minute++)
            await _service.TakenAsync(User, "spot:BTCUSDT", await _service.Feed.NextAsync());
        (await Spot.GetStatusAsync()).Candle!.Value.OpenTime.ShouldBe(_service.Feed.Last);
        (await Futures.StopAsync()).Errors.ShouldBeEmpty();
        (await Futures.StartAsync()).Errors.ShouldBeEmpty();

        _service.Feed.Unavailable = null;
        await _service.NextUntilAsync(async () => (await Futures.GetStatusAsync()).Candle?.OpenTime == _service.Feed.Last);
    }

    [Fact]
    public async Task A_new_trader_is_told_that_and_can_be_made_when_it_is_back()
    {
        _service.Feed.Unavailable = MarketType.Usdm;
        await _service.StopAsync();
        await _service.StartAgainAsync();
        var settings = (await Spot.GetStatusAsync()).Settings!;
        var trader = _service.Trader(User, "usdm:ETHUSDT");

        (await trader.ConfigureAsync(settings)).Errors.ShouldHaveSingleItem().Message.ShouldBe("'usdm:ETHUSDT' cannot be looked up now: Usdm is away");

        _service.Feed.Unavailable = null;
        (await trader.ConfigureAsync(settings)).Errors.ShouldBeEmpty();
    }
}
