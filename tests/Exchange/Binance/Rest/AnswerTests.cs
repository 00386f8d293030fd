using System.Net;
using System.Net.Sockets;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.Binance.Rest;
using TradingBot.Exchange.Binance.Spot;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Exchange.Binance.Rest;

public sealed class AnswerTests
{
    private readonly TestVenue _spot = new(MarketType.Spot);
    private readonly TestVenue _usdm = new(MarketType.Usdm);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, -2010, "Account has insufficient balance for requested action.", VenueOutcome.Refused)]
    [InlineData(400, -2010, "Stop price would trigger immediately.", VenueOutcome.RefusedWouldTrigger)]
    [InlineData(400, -2010, "Duplicate order sent.", VenueOutcome.Accepted)]
    [InlineData(400, -1013, "Filter failure: NOTIONAL", VenueOutcome.Refused)]
    [InlineData(400, -2011, "Unknown order sent.", VenueOutcome.OrderNotOpen)]
    [InlineData(400, -2013, "Order does not exist.", VenueOutcome.OrderNotOpen)]
    [InlineData(401, -2015, "Invalid API-key, IP, or permissions for action.", VenueOutcome.Refused)]
    [InlineData(503, -1008, "Server is currently overloaded with other requests.", VenueOutcome.TryLater)]
    [InlineData(504, -1007, "Timeout waiting for response from backend server.", VenueOutcome.Unknown)]
    [InlineData(500, -1000, "An unknown error occurred.", VenueOutcome.Unknown)]
    [InlineData(502, 0, "", VenueOutcome.Unknown)]
    public async Task A_failed_order_has_one_of_a_closed_set_of_outcomes(int status, int code, string message, VenueOutcome outcome)
    {
        _spot.Handler.Answer(code == 0 ? "<html>" : $$"""{"code":{{code}},"msg":"{{message}}","new":1}""", (HttpStatusCode)status);
        var result = await _spot.Spot.PlaceAsync(TestVenue.Credentials, TestVenue.Order(MarketType.Spot, OrderType.Market), Cancellation);
        var answer = result.Error!.ToAnswer();
        answer.Outcome.ShouldBe(outcome);
        if (outcome != VenueOutcome.Accepted && message.Length > 0)
            answer.Reason.ShouldBe($"{message} ({code})");
        _spot.Handler.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_leaves_the_order_unknown()
    {
        _spot.Handler.Answer("not json");
        var result = await _spot.Spot.PlaceAsync(TestVenue.Credentials, TestVenue.Order(MarketType.Spot, OrderType.Market), Cancellation);
        result.Error!.Failure.ShouldBe(BinanceFailure.Unknown);
    }

    [Fact]
    public async Task An_order_that_broke_off_is_never_sent_again()
    {
        _spot.Handler.Fail(new HttpRequestException(HttpRequestError.ResponseEnded));
        var result = await _spot.Spot.PlaceAsync(TestVenue.Credentials, TestVenue.Order(MarketType.Spot, OrderType.Market), Cancellation);
        result.Error!.Failure.ShouldBe(BinanceFailure.Unknown);
        _spot.Handler.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_order_whose_connection_ends_without_an_answer_leaves_once()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        listener.Start();
        var requests = new List<string>();
        var serving = ServeAsync();
        using var connection = new BinanceConnection(MarketType.Spot, new() { RestUrl = $"http://{listener.LocalEndpoint}" }, new(), TimeProvider.System);
        var client = new SpotClient(connection);
        (await client.GetTimeAsync(Cancellation)).IsOk.ShouldBeTrue();
        var order = await client.PlaceAsync(TestVenue.Credentials, TestVenue.Order(MarketType.Spot, OrderType.Market), Cancellation);
        order.Error!.Failure.ShouldBe(BinanceFailure.Unknown);
        await over.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(serving);
        requests.ShouldBe(["GET", "POST"]);

        // Answers the first request, and ends the connection in good order at each that follows.
        async Task ServeAsync()
        {
            while (true)
            {
                using var socket = await listener.AcceptTcpClientAsync(over.Token);
                using var reader = new StreamReader(socket.GetStream());
                while (await reader.ReadLineAsync(over.Token) is { } line)
                {
                    requests.Add(line.Split(' ')[0]);
                    while (await reader.ReadLineAsync(over.Token) is { Length: > 0 })
                    {
                    }

                    if (requests.Count > 1)
                        break;
                    await socket.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"serverTime\":1}"u8.ToArray(), over.Token);
                }
            }
        }
    }

    [Fact]
    public async Task An_order_that_never_left_is_sent_again()
    {
        _spot.Handler.Fail(new HttpRequestException(HttpRequestError.ConnectionError, inner: new SocketException(111)))
            .Answer("""{"symbol":"BTCUSDT","orderId":1,"clientOrderId":"x","status":"NEW"}""");
        var sending = _spot.Spot.PlaceAsync(TestVenue.Credentials, TestVenue.Order(MarketType.Spot, OrderType.Market), Cancellation);
        await _spot.Time.AdvanceUntilAsync(sending, TimeSpan.FromSeconds(1));
        (await sending).IsOk.ShouldBeTrue();
        _spot.Handler.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_wrong_clock_is_set_once_and_the_order_sent_once_more()
    {
        var server = _spot.Time.GetUtcNow().ToUnixTimeMilliseconds() + 7_000;
        _spot.Handler.Answer("""{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}""", HttpStatusCode.BadRequest)
            .Answer($$"""{"serverTime":{{server}}}""")
            .Answer("""{"symbol":"BTCUSDT","orderId":1,"clientOrderId":"x","status":"NEW"}""");
        var result = await _spot.Spot.PlaceAsync(TestVenue.Credentials, TestVenue.Order(MarketType.Spot, OrderType.Market), Cancellation);
        result.IsOk.ShouldBeTrue();
        _spot.Handler.Requests.Count.ShouldBe(3);
        _spot.SentParameters()["timestamp"].ShouldBe($"{server}");
    }

    [Fact]
    public async Task A_clock_that_stays_wrong_is_an_error_after_one_retry()
    {
        const string Wrong = """{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}""";
        _spot.Handler.Answer(Wrong, HttpStatusCode.BadRequest).Answer("""{"serverTime":1}""").Answer(Wrong, HttpStatusCode.BadRequest);
        var result = await _spot.Spot.PlaceAsync(TestVenue.Credentials, TestVenue.Order(MarketType.Spot, OrderType.Market), Cancellation);
        result.Error!.Failure.ShouldBe(BinanceFailure.Clock);
        _spot.Handler.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_replacement_that_got_half_way_says_so()
    {
        _spot.Handler.Answer(
            """
            {"code":-2021,"msg":"Order cancel-replace partially failed.","data":{"cancelResult":"SUCCESS","newOrderResult":"FAILURE",
            "cancelResponse":{"symbol":"BTCUSDT","orderId":9,"status":"CANCELED"},"newOrderResponse":{"code":-2010,"msg":"Stop price would trigger immediately."}}}
            """, HttpStatusCode.Conflict);
        var answer = await _spot.Spot.CancelReplaceAsync(TestVenue.Credentials, "tb-1", TestVenue.Order(MarketType.Spot, OrderType.StopLimit), Cancellation);
        answer.ShouldBe(new(VenueOutcome.CancelledNotPlaced, "Stop price would trigger immediately. (-2010)"));
    }

    [Fact]
    public async Task A_replacement_of_an_order_that_is_gone_says_so()
    {
        _spot.Handler.Answer(
            """
            {"code":-2022,"msg":"Order cancel-replace failed.","data":{"cancelResult":"FAILURE","newOrderResult":"NOT_ATTEMPTED",
            "cancelResponse":{"code":-2011,"msg":"Unknown order sent."},"newOrderResponse":null}}
            """, HttpStatusCode.BadRequest);
        var answer = await _spot.Spot.CancelReplaceAsync(TestVenue.Credentials, "tb-1", TestVenue.Order(MarketType.Spot, OrderType.StopLimit), Cancellation);
        answer.ShouldBe(new(VenueOutcome.OrderNotOpen, "Unknown order sent. (-2011)"));
    }

    [Fact]
    public async Task Minus_2021_means_on_futures_that_the_trigger_has_been_reached()
    {
        _usdm.Handler.Answer("""{"code":-2021,"msg":"Order would immediately trigger."}""", HttpStatusCode.BadRequest);
        var result = await _usdm.Usdm.PlaceAlgoAsync(
            TestVenue.Credentials, TestVenue.Order(MarketType.Usdm, OrderType.StopMarket, trigger: "1"), "BOTH", false, Cancellation);
        result.Error!.ToAnswer().Outcome.ShouldBe(VenueOutcome.RefusedWouldTrigger);
    }

    [Fact]
    public async Task A_429_is_obeyed_to_the_second()
    {
        _spot.Handler.Answer("""{"code":-1003,"msg":"Too much request weight used."}""", (HttpStatusCode)429, ("Retry-After", "3"))
            .Answer("""{"serverTime":1}""");
        (await _spot.Spot.GetTimeAsync(Cancellation)).Error!.Failure.ShouldBe(BinanceFailure.RateLimited);
        _spot.Connection.Governor.BlockedUntil.ShouldBe(_spot.Time.GetUtcNow() + TimeSpan.FromSeconds(3));

        var next = _spot.Spot.GetTimeAsync(Cancellation);
        await Poll.UntilAsync(() => _spot.Time.ActiveTimers, static waiting => waiting > 0);
        _spot.Time.Advance(TimeSpan.FromMilliseconds(2_999));
        _spot.Handler.Requests.Count.ShouldBe(1);
        _spot.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await next).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_ban_of_hours_refuses_an_order_at_once_instead_of_sending_it_later()
    {
        _spot.Handler.Answer("""{"code":-1003,"msg":"Way too much request weight used; IP banned until 4102444800000."}""", (HttpStatusCode)418);
        await _spot.Spot.GetTimeAsync(Cancellation);
        var result = await _spot.Spot.PlaceAsync(TestVenue.Credentials, TestVenue.Order(MarketType.Spot, OrderType.Market), Cancellation);
        result.Error!.ToAnswer().Outcome.ShouldBe(VenueOutcome.TryLater);
        result.Error.Message.ShouldContain("2100-01-01");
        _spot.Handler.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_last_tenth_of_the_order_budget_is_for_exits()
    {
        _spot.Handler.Answer("""{"rateLimits":[{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":50}],"symbols":[]}""");
        await _spot.Spot.GetSymbolsAsync(Cancellation);
        const string Placed = """{"symbol":"BTCUSDT","orderId":1,"status":"NEW"}""";
        _spot.Handler.Answer(Placed, headers: ("X-MBX-ORDER-COUNT-10S", "45")).Answer(Placed);
        await _spot.Spot.PlaceAsync(TestVenue.Credentials, TestVenue.Order(MarketType.Spot, OrderType.Limit, limit: "1"), Cancellation);
        var entry = await _spot.Spot.PlaceAsync(TestVenue.Credentials, TestVenue.Order(MarketType.Spot, OrderType.Limit, limit: "1"), Cancellation);
        entry.Error!.ToString().ShouldBe("45 of 50 orders per 10S are used");
        var exit = await _spot.Spot.PlaceAsync(TestVenue.Credentials, TestVenue.Order(MarketType.Spot, OrderType.Market, isExit: true), Cancellation);
        exit.IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task The_countdown_never_runs_while_a_stop_protects_a_position()
    {
        _usdm.Handler.Answer("""[{"algoId":1,"clientAlgoId":"s","algoStatus":"NEW","closePosition":true}]""");
        var result = await _usdm.Usdm.Countdown.ArmAsync(TestVenue.Credentials, "BTCUSDT", TimeSpan.FromMinutes(1), Cancellation);
        result.Error!.Failure.ShouldBe(BinanceFailure.Refused);
        _usdm.Handler.Requests.Count.ShouldBe(1);

        _usdm.Handler.Answer("[]").Answer("""[{"symbol":"BTCUSDT","positionAmt":"0.1"}]""");
        result = await _usdm.Usdm.Countdown.ArmAsync(TestVenue.Credentials, "BTCUSDT", TimeSpan.FromMinutes(1), Cancellation);
        result.Error!.Message.ShouldContain("has a position");
        _usdm.Handler.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Order_parameters_are_those_of_the_market()
    {
        _spot.Handler.Answer("{}");
        await _spot.Spot.PlaceAsync(
            TestVenue.Credentials, TestVenue.Order(MarketType.Spot, OrderType.StopLimit, OrderSide.Sell, "9.5", "9.4", symbol: "１２３４５６"), Cancellation);
        var sent = _spot.SentParameters();
        sent["symbol"].ShouldBe("１２３４５６");
        (sent["type"], sent["stopPrice"], sent["price"], sent["timeInForce"]).ShouldBe(("STOP_LOSS_LIMIT", "9.5", "9.4", "GTC"));

        _usdm.Handler.Answer("{}");
        await _usdm.Usdm.PlaceAlgoAsync(
            TestVenue.Credentials, TestVenue.Order(MarketType.Usdm, OrderType.StopMarket, OrderSide.Sell, "9.5", isExit: true), "BOTH", true, Cancellation);
        sent = _usdm.SentParameters();
        (sent["type"], sent["triggerPrice"], sent["closePosition"]).ShouldBe(("STOP_MARKET", "9.5", "true"));
        sent.ShouldNotContainKey("quantity");
        sent.ShouldNotContainKey("reduceOnly");
    }

    [Fact]
    public async Task Odd_numbers_do_not_make_an_answer_unreadable()
    {
        _usdm.Handler.Answer("""[{"symbol":"BTCUSDT","positionAmt":"0.001","entryPrice":"22185.123456789012","liquidationPrice":"","leverage":4}]""");
        var position = (await _usdm.Usdm.GetPositionsAsync(TestVenue.Credentials, null, Cancellation)).OrThrow().ShouldHaveSingleItem();
        position.EntryPrice.ShouldBe(22185.123456789012m);
        position.PositionAmt.ShouldBe(Fixed8.Parse("0.001"));
        position.Leverage.ShouldBe("4");
    }
}
