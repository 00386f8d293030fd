using System.Text.Json;
using System.Text.Json.Nodes;
using TradingBot.Exchange.Binance;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Binance.Rest;

/// <summary>Requests and parsing against recorded and documented answers of the real API.</summary>
public sealed class RecordedAnswerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static OrderRequest SpotStop => TestVenue.Order(MarketType.Spot, OrderType.StopLimit, OrderSide.Sell, "95000.5", "95000.5", isExit: true);

    private static OrderRequest UsdmStop => TestVenue.Order(MarketType.Usdm, OrderType.StopMarket, OrderSide.Sell, "95000.5", isExit: true);

    public static TheoryData<string> Endpoints => [.. Calls.Keys];

    // Fixture → the call that must send its request line and read its answer.
    private static Dictionary<string, Func<TestVenue, Task<object?>>> Calls { get; } = new()
    {
        ["Spot/ExchangeData/GetServerTime"] = async v => (await v.Spot.GetTimeAsync(Cancellation)).OrThrow(),
        ["Spot/ExchangeData/GetExchangeInfo"] = async v => (await v.Spot.GetSymbolsAsync(Cancellation)).OrThrow(),
        ["Spot/ExchangeData/GetKlines"] = async v => (await v.Spot.GetKlinesAsync("BTCUSDT", CandleInterval.OneMinute, 1, 2, 5, Cancellation)).OrThrow(),
        ["Spot/ExchangeData/GetPrice"] = async v => (await v.Spot.GetPriceAsync("BTCUSDT", Cancellation)).OrThrow(),
        ["Spot/Account/GetAccountInfo"] = async v => (await v.Spot.GetAccountAsync(TestVenue.Credentials, Cancellation)).OrThrow(),
        ["Spot/Account/GetAPIKeyPermissions"] = async v => (await v.Spot.GetApiRestrictionsAsync(TestVenue.Credentials, Cancellation)).OrThrow(),
        ["Spot/Trading/PlaceOrder"] = async v => (await v.Spot.PlaceAsync(TestVenue.Credentials, SpotStop, Cancellation)).OrThrow(),
        ["Spot/Trading/PlaceTestOrder"] = async v => (await v.Spot.TestAsync(TestVenue.Credentials, SpotStop, Cancellation)).Error is null,
        ["Spot/Trading/CancelOrder"] = async v => (await v.Spot.CancelAsync(TestVenue.Credentials, "BTCUSDT", "tb-1", Cancellation)).OrThrow(),
        ["Spot/Trading/ReplaceOrder"] = async v => (await v.Spot.CancelReplaceAsync(TestVenue.Credentials, "tb-1", SpotStop, Cancellation)).Outcome == VenueOutcome.Accepted,
        ["Spot/Trading/AmendOrder"] = async v => (await v.Spot.AmendAsync(TestVenue.Credentials, "BTCUSDT", "tb-1", Fixed8.One, Cancellation)).OrThrow(),
        ["Spot/Trading/GetOrder"] = async v => (await v.Spot.GetOrderAsync(TestVenue.Credentials, "BTCUSDT", "tb-1", Cancellation)).OrThrow(),
        ["Spot/Trading/GetOpenOrders"] = async v => (await v.Spot.GetOpenOrdersAsync(TestVenue.Credentials, "BTCUSDT", Cancellation)).OrThrow(),
        ["Spot/Trading/GetOrders"] = async v => (await v.Spot.GetAllOrdersAsync(TestVenue.Credentials, "BTCUSDT", 7, Cancellation)).OrThrow(),
        ["Spot/Trading/GetUserTrades"] = async v => (await v.Spot.GetTradesAsync(TestVenue.Credentials, "BTCUSDT", 7, null, Cancellation)).OrThrow(),
        ["UsdFutures/ExchangeData/GetServerTime"] = async v => (await v.Usdm.GetTimeAsync(Cancellation)).OrThrow(),
        ["UsdFutures/ExchangeData/GetExchangeInfo"] = async v => (await v.Usdm.GetSymbolsAsync(Cancellation)).OrThrow(),
        ["UsdFutures/ExchangeData/GetKlines"] = async v => (await v.Usdm.GetKlinesAsync("BTCUSDT", CandleInterval.OneMinute, null, null, 5, Cancellation)).OrThrow(),
        ["UsdFutures/Account/GetBalances"] = async v => (await v.Usdm.GetBalancesAsync(TestVenue.Credentials, Cancellation)).OrThrow(),
        ["UsdFutures/Trading/GetPositions"] = async v => (await v.Usdm.GetPositionsAsync(TestVenue.Credentials, "BTCUSDT", Cancellation)).OrThrow(),
        ["UsdFutures/Trading/PlaceOrder"] = async v => (await v.Usdm.PlaceAsync(TestVenue.Credentials, TestVenue.Order(MarketType.Usdm, OrderType.Market), "BOTH", Cancellation)).OrThrow(),
        ["UsdFutures/Trading/PlaceConditionalOrder"] = async v => (await v.Usdm.PlaceAlgoAsync(TestVenue.Credentials, UsdmStop, "BOTH", true, Cancellation)).OrThrow(),
        ["UsdFutures/Trading/CancelOrder"] = async v => (await v.Usdm.CancelAsync(TestVenue.Credentials, "BTCUSDT", "tb-1", Cancellation)).OrThrow(),
        ["UsdFutures/Trading/CancelConditionalOrder"] = async v => (await v.Usdm.CancelAlgoAsync(TestVenue.Credentials, "tb-1", Cancellation)).OrThrow(),
        ["UsdFutures/Trading/EditOrder"] = async v => (await v.Usdm.AmendAsync(TestVenue.Credentials, UsdmStop, Cancellation)).OrThrow(),
        ["UsdFutures/Trading/GetOrder"] = async v => (await v.Usdm.GetOrderAsync(TestVenue.Credentials, "BTCUSDT", "tb-1", Cancellation)).OrThrow(),
        ["UsdFutures/Trading/GetConditionalOrder"] = async v => (await v.Usdm.GetAlgoOrderAsync(TestVenue.Credentials, "tb-1", Cancellation)).OrThrow(),
        ["UsdFutures/Trading/GetOpenOrders"] = async v => (await v.Usdm.GetOpenOrdersAsync(TestVenue.Credentials, "BTCUSDT", Cancellation)).OrThrow(),
        ["UsdFutures/Trading/GetOpenConditionalOrders"] = async v => (await v.Usdm.GetOpenAlgoOrdersAsync(TestVenue.Credentials, "BTCUSDT", Cancellation)).OrThrow(),
        ["UsdFutures/Trading/GetUserTrades"] = async v => (await v.Usdm.GetTradesAsync(TestVenue.Credentials, "BTCUSDT", null, 7, Cancellation)).OrThrow(),
        ["UsdFutures/Account/ChangeInitialLeverage"] = async v => (await v.Usdm.SetLeverageAsync(TestVenue.Credentials, "BTCUSDT", 21, Cancellation)).OrThrow(),
        ["UsdFutures/Account/ChangeMarginType"] = async v => (await v.Usdm.SetMarginTypeAsync(TestVenue.Credentials, "BTCUSDT", true, Cancellation)).OrThrow(),
        ["UsdFutures/Account/ModifyPositionMode"] = async v => (await v.Usdm.SetPositionModeAsync(TestVenue.Credentials, true, Cancellation)).OrThrow(),
        ["UsdFutures/Trading/CancelAllOrdersAfterTimeout"] = async v => (await v.Usdm.CountdownCancelAllAsync(TestVenue.Credentials, "BTCUSDT", TimeSpan.Zero, Cancellation)).OrThrow(),
        ["UsdFutures/Account/StartUserStream"] = async v => (await v.Usdm.CreateListenKeyAsync(TestVenue.Credentials, Cancellation)).OrThrow(),
        ["UsdFutures/Account/KeepAliveUserStream"] = async v => (await v.Usdm.KeepListenKeyAsync(TestVenue.Credentials, Cancellation)).Error is null,
        ["UsdFutures/Account/StopUserStream"] = async v => (await v.Usdm.CloseListenKeyAsync(TestVenue.Credentials, Cancellation)).Error is null,
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Each_endpoint_is_asked_as_documented_and_its_answer_is_read(string name)
    {
        var path = SharedData.PathOf($"binance/examples/client-fixtures/Endpoints/{name}.txt");
        Assert.SkipWhen(path is null, SharedData.Absent);
        var lines = (await File.ReadAllTextAsync(path, Cancellation)).Split('\n', 4);
        var venue = new TestVenue(name.StartsWith("Spot", StringComparison.Ordinal) ? MarketType.Spot : MarketType.Usdm);
        venue.Handler.Answer(lines.Length > 3 && lines[3].Trim().Length > 0 ? lines[3] : "{}");

        var result = await Calls[name](venue);

        result.ShouldNotBeNull();
        result.ShouldNotBe(false);
        var (method, url, apiKey) = venue.Handler.Requests.ShouldHaveSingleItem();
        method.ShouldBe(lines[0].Trim());
        url.AbsolutePath.ShouldBe(lines[1].Trim());
        var signed = lines[2].Trim() == "true";
        venue.SentParameters().ContainsKey("signature").ShouldBe(signed && !name.EndsWith("UserStream", StringComparison.Ordinal));
        (apiKey is not null).ShouldBe(signed || name.EndsWith("UserStream", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Each_answer_may_have_more_fields_or_fewer(string name)
    {
        var path = SharedData.PathOf($"binance/examples/client-fixtures/Endpoints/{name}.txt");
        Assert.SkipWhen(path is null, SharedData.Absent);
        var lines = (await File.ReadAllTextAsync(path, Cancellation)).Split('\n', 4);
        if (lines.Length < 4 || lines[3].Trim().Length == 0)
            return;
        async Task<string> ReadAsync(JsonNode answer)
        {
            var venue = new TestVenue(name.StartsWith("Spot", StringComparison.Ordinal) ? MarketType.Spot : MarketType.Usdm);
            venue.Handler.Answer(answer.ToJsonString());
            return JsonSerializer.Serialize(await Calls[name](venue));
        }

        var answer = JsonNode.Parse(lines[3])!;
        (await ReadAsync(JsonVariants.WithUnknownFields(answer))).ShouldBe(await ReadAsync(answer));
        foreach (var (_, without) in JsonVariants.WithoutEachField(answer))
            (await ReadAsync(without)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("binance/exchange-info/spot-2024-09.json", MarketType.Spot, "BTCUSDT", "0.01", "0.00001", "5", 18)]
    [InlineData("binance/exchange-info/usdm-2026-03.json", MarketType.Usdm, "BTCUSDT", "0.1", "0.0001", "100", 16)]
    public async Task Recorded_filters_are_read(
        string file, MarketType market, string symbol, string tick, string step, string minNotional, int count)
    {
        var path = SharedData.PathOf(file);
        Assert.SkipWhen(path is null, SharedData.Absent);
        var venue = new TestVenue(market);
        venue.Handler.Answer(await File.ReadAllTextAsync(path, Cancellation));

        var symbols = market == MarketType.Spot
            ? (await venue.Spot.GetSymbolsAsync(Cancellation)).OrThrow()
            : (await venue.Usdm.GetSymbolsAsync(Cancellation)).OrThrow();

        symbols.Length.ShouldBeInRange(count - 4, count);
        var info = symbols.Single(s => s.Id.Symbol == symbol);
        info.TickSize.ShouldBe(Fixed8.Parse(tick));
        info.StepSize.ShouldBe(Fixed8.Parse(step));
        info.MinNotional.ShouldBe(Fixed8.Parse(minNotional));
        info.Filters!.MarketMaxQuantity.IsPositive.ShouldBeTrue();
        info.Filters.BidMultiplierUp.IsPositive.ShouldBeTrue();
        info.Filters.MaxOrders.ShouldNotBeNull();
        venue.Connection.Governor.Limit.ShouldBe(6_000);
    }

    [Fact]
    public void Recorded_errors_have_the_outcome_that_the_venue_page_names()
    {
        var path = SharedData.PathOf("binance/errors/errors-recorded.json");
        Assert.SkipWhen(path is null, SharedData.Absent);
        using var errors = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var entry in errors.RootElement.EnumerateArray())
        {
            var market = entry.GetProperty("market").GetString() == "usdm" ? MarketType.Usdm : MarketType.Spot;
            var error = BinanceErrors.From(
                market, entry.GetProperty("http").GetInt32(), System.Text.Encoding.UTF8.GetBytes(entry.GetProperty("body").GetString()!));
            error.Failure.ShouldBe(error.Code switch
            {
                -1003 => BinanceFailure.RateLimited,
                -2011 => BinanceFailure.OrderNotFound,
                -2014 or -2015 => BinanceFailure.Unauthorised,
                -2021 => BinanceFailure.WouldTrigger,
                _ => BinanceFailure.Refused,
            }, error.Message);
            if (error.Code == -1003)
                BinanceErrors.BanEnd(error.Message).ShouldNotBeNull();
        }
    }

    [Fact]
    public void Documented_errors_all_have_an_outcome()
    {
        var path = SharedData.PathOf("binance/errors/official-spot-errors.json");
        Assert.SkipWhen(path is null, SharedData.Absent);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var unknown = new List<int>();
        foreach (var entry in document.RootElement.GetProperty("codes").EnumerateArray())
        {
            var code = entry.GetProperty("code").GetInt32();
            if (BinanceErrors.Classify(MarketType.Spot, 400, code, "") == BinanceFailure.Unknown)
                unknown.Add(code);
        }

        unknown.Order().ShouldBe([-1007, -1006, -1001, -1000]);
    }
}
