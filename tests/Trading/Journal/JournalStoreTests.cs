using System.Globalization;
using TradingBot.Grains.Journal;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Silo.Journal;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Journal;

public sealed class JournalStoreTests : IDisposable
{
    private static readonly TraderKey Alice = TraderKey.Parse("alice/spot:BTCUSDT");
    private static readonly TraderKey Bruno = TraderKey.Parse("bruno/usdm:ETHUSDT");

    private readonly JournalDatabase _journal = JournalDatabase.Create();

    public void Dispose() => _journal.Dispose();

    [Fact]
    public async Task What_is_written_is_read_to_the_last_digit()
    {
        var order = Order(Alice, 1, 7) with
        {
            IsExit = true, Quantity = Fixed8.MaxValue, Trigger = Fixed8.Parse("0.00000001"), Status = OrderStatus.Refused, Reason = "it's \"so\"; DROP TABLE orders --",
        };
        var fill = Fill(Alice, 1, 1, 7) with { CommissionInBase = true, CommissionAsset = "BTC", Price = Fixed8.Parse("92764.43000001") };
        var trade = Trade(Alice, fill.Id, 7) with { Trade = TradeOf(7) with { Pnl = new(Int128.Parse("-123456789012345678901234567")) } };
        await _journal.Writer.WriteAsync(Alice, [Entry(1, order: order), Entry(2, fill: fill), Entry(3, trade: trade)]);

        (await _journal.Reader.ReadOrdersAsync(new())).Items.ShouldBe([order]);
        (await _journal.Reader.ReadFillsAsync(new())).Items.ShouldBe([fill]);
        (await _journal.Reader.ReadTradesAsync(new())).Items.ShouldBe([trade]);
    }

    [Fact]
    public async Task The_same_rows_written_again_change_nothing()
    {
        JournalEntry[] entries =
        [
            Entry(1, order: Order(Alice, 1, 7)), Entry(2, fill: Fill(Alice, 1, 1, 7)),
            Entry(3, order: Order(Alice, 3, 7) with { Id = Order(Alice, 1, 7).Id, Status = OrderStatus.Cancelled }),
            Entry(4, trade: Trade(Alice, "t", 7)), Entry(5, text: "a notice"),
            // The late fill of an order that is not held any more adds to its row, once, and does not open it again.
            Entry(6, fill: Fill(Alice, 1, 2, 8)) with { LateStatus = OrderStatus.PartiallyFilled },
        ];
        ExchangeEntry[] exchange =
        [
            new(Alice.Symbol, 1, Placed: new(1, "c-1", OrderSide.Buy, OrderType.Market, Fixed8.One, default, default)),
            new(Alice.Symbol, 2, Fill: new(1, 1, ExecutionKind.Fill, OrderSide.Buy, Fixed8.One, Fixed8.One, default, false, 7, OrderStatus.Filled)),
            new(Alice.Symbol, 3, Cancelled: 1),
        ];
        await _journal.Writer.WriteAsync(Alice, entries);
        await _journal.Writer.WriteAsync("alice", exchange);
        var before = Dump();
        foreach (var again in new[] { entries, entries[2..], entries[..2] })
            await _journal.Writer.WriteAsync(Alice, again);
        await _journal.Writer.WriteAsync("alice", exchange);

        Dump().ShouldBe(before);
        var order = (await _journal.Reader.ReadOrdersAsync(new())).Items.ShouldHaveSingleItem();
        (order.Version, order.Status, order.Filled).ShouldBe((6, OrderStatus.Cancelled, Fixed8.One));
        (await _journal.Reader.ReadEventsAsync(null, 0, 1_000)).Length.ShouldBe(6);
    }

    [Fact]
    public async Task An_order_keeps_its_highest_version_and_the_time_of_its_first()
    {
        var first = Order(Alice, 1, 7);
        var last = first with { Version = 3, Status = OrderStatus.Filled, Filled = Fixed8.One, Time = 99, RecordedAt = 50, UpdatedAt = 50 };
        await _journal.Writer.WriteAsync(Alice, [Entry(1, order: first), Entry(3, order: last), Entry(2, order: first with { Version = 2 })]);

        (await _journal.Reader.ReadOrdersAsync(new())).Items.ShouldBe([last with { Time = first.Time, RecordedAt = first.RecordedAt }]);
    }

    [Fact]
    public async Task Events_show_an_order_as_it_was_then()
    {
        var placed = Order(Alice, 1, 7);
        var filled = placed with { Version = 2, Status = OrderStatus.Filled, Filled = Fixed8.One, UpdatedAt = 60 };
        await _journal.Writer.WriteAsync(Alice, [Entry(1, order: placed), Entry(2, order: filled) with { RecordedAt = 60 }, Entry(3, text: "a notice")]);
        await _journal.Writer.WriteAsync(Bruno, [Entry(1, text: "another's")]);

        var events = await _journal.Reader.ReadEventsAsync("alice", 0, 10);
        events.Select(e => e.Order).ShouldBe([placed, filled, null]);
        events[2].Text.ShouldBe("a notice");
        (await _journal.Reader.ReadEventsAsync("alice", events[0].Id, 1)).ShouldBe([events[1]]);
        (await _journal.Reader.ReadEventsAsync(null, events[2].Id, 10)).Single().UserId.ShouldBe("bruno");
        (await _journal.Reader.ReadLastEventAsync("alice")).ShouldBe(events[2].Id);
        (await _journal.Reader.ReadLastEventAsync("nobody")).ShouldBe(0);
    }

    [Fact]
    public async Task Queries_narrow_by_each_field()
    {
        await _journal.Writer.WriteAsync(Alice, [.. Enumerable.Range(1, 4).Select(i => Entry(i, order: Order(Alice, i, i * 10L)))]);
        await _journal.Writer.WriteAsync(Bruno, [Entry(1, order: Order(Bruno, 1, 20) with { Mode = TradingMode.Live, Status = OrderStatus.Refused, Interval = CandleInterval.Parse("1h") })]);

        (await Count(new())).ShouldBe(5);
        (await Count(new(UserId: "alice"))).ShouldBe(4);
        (await Count(new(Symbol: Bruno.Symbol))).ShouldBe(1);
        (await Count(new(Interval: CandleInterval.OneMinute))).ShouldBe(4);
        (await Count(new(Mode: TradingMode.Live))).ShouldBe(1);
        (await Count(new(Status: OrderStatus.Refused))).ShouldBe(1);
        (await Count(new(From: 20))).ShouldBe(4);
        (await Count(new(To: 20))).ShouldBe(1);
        (await Count(new(UserId: "alice", From: 20, To: 40, Symbol: Alice.Symbol, Status: OrderStatus.Working, Mode: TradingMode.Paper))).ShouldBe(2);
        (await Count(new(UserId: "'; DROP TABLE orders; --"))).ShouldBe(0);

        async Task<int> Count(JournalQuery query) => (await _journal.Reader.ReadOrdersAsync(query)).Items.Length;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pages_repeat_and_leave_out_nothing_while_rows_are_inserted(bool oldestFirst)
    {
        // Many rows of the same time, so that the time alone would not tell them apart.
        await _journal.Writer.WriteAsync(Alice, [.. Enumerable.Range(1, 100).Select(i => Entry(i, order: Order(Alice, i, i / 7)))]);
        var before = (await _journal.Reader.ReadOrdersAsync(new(Limit: 1_000))).Items.Select(o => o.Id).ToArray();

        var read = new List<string>();
        JournalPage<OrderRow>? page = null;
        do
        {
            page = await _journal.Reader.ReadOrdersAsync(new(OldestFirst: oldestFirst, Cursor: page?.NextCursor, Limit: 9));
            read.AddRange(page.Items.Select(o => o.Id));
            var number = 1_000 + read.Count;
            await _journal.Writer.WriteAsync(Bruno, [Entry(number, order: Order(Bruno, number, read.Count % 20))]);
        }
        while (page.NextCursor is not null && read.Count < 1_000);

        read.Distinct().Count().ShouldBe(read.Count);
        before.Except(read).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_page_has_no_cursor()
    {
        await _journal.Writer.WriteAsync(Alice, [Entry(1, order: Order(Alice, 1, 1)), Entry(2, order: Order(Alice, 2, 2))]);

        (await _journal.Reader.ReadOrdersAsync(new(Limit: 2))).NextCursor.ShouldBeNull();
        var page = await _journal.Reader.ReadOrdersAsync(new(Limit: 1));
        (page.Items.Single().Time, page.NextCursor).ShouldBe((2, new JournalCursor(2, 2).ToString()));
        new JournalQuery(Cursor: page.NextCursor).Validate().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SELECT * FROM orders WHERE user_id = 'a' AND status = 'Working' ORDER BY market_time, seq", "orders_by_status")]
    [InlineData("SELECT * FROM orders WHERE user_id = 'a' ORDER BY market_time DESC, seq DESC", "orders_by_user")]
    [InlineData("SELECT * FROM fills WHERE user_id = 'a' AND symbol = 's' AND candle_interval = '1m' AND market_time >= 1 ORDER BY market_time, seq", "fills_by_symbol")]
    [InlineData("SELECT * FROM trades WHERE market_time >= 1 AND market_time < 2 ORDER BY market_time, seq", "trades_by_time")]
    [InlineData("SELECT * FROM events WHERE user_id = 'a' AND id > 5 ORDER BY id", "events_by_user")]
    public void The_queries_have_indexes(string sql, string index)
    {
        var plan = _journal.Rows("EXPLAIN QUERY PLAN " + sql);
        plan.ShouldContain(index);
        plan.ShouldNotContain("TEMP B-TREE");
    }

    [Fact]
    public async Task Those_who_wait_are_woken_by_a_write_of_their_user_and_by_the_end()
    {
        var (alice, bruno, everybody) = (_journal.Reader.NextWriteAsync("alice"), _journal.Reader.NextWriteAsync("bruno"), _journal.Reader.NextWriteAsync(null));
        await _journal.Writer.WriteAsync(Alice, [Entry(1, text: "a notice")]);

        (alice.IsCompleted, bruno.IsCompleted, everybody.IsCompleted).ShouldBe((true, false, true));
        _journal.Signals.Close();
        bruno.IsCompleted.ShouldBeTrue();
        _journal.Reader.NextWriteAsync("alice").IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void A_newer_schema_is_refused()
    {
        _journal.Execute("UPDATE schema_versions SET version = 99 WHERE component = 'journal'");

        Should.Throw<JournalSchemaException>(() => JournalSchema.Prepare(_journal.Connection, _journal.Dialect)).Message.ShouldContain("version 99");
    }

    [Fact]
    public void A_damaged_schema_is_refused()
    {
        _journal.Execute("ALTER TABLE fills DROP COLUMN price");

        Should.Throw<JournalSchemaException>(() => JournalSchema.Prepare(_journal.Connection, _journal.Dialect)).Message.ShouldContain("price");
    }

    [Fact]
    public void Tables_of_somebody_else_are_refused()
    {
        using var other = JournalDatabase.CreateEmpty();
        other.Execute("CREATE TABLE orders (x INTEGER)");

        Should.Throw<JournalSchemaException>(() => JournalSchema.Prepare(other.Connection, other.Dialect)).Message.ShouldContain("orders");
    }

    [Fact]
    public void An_up_to_date_schema_is_left_alone()
    {
        var before = _journal.Rows("SELECT name, sql FROM sqlite_master ORDER BY name");
        JournalSchema.Prepare(_journal.Connection, _journal.Dialect);
        _journal.Rows("SELECT name, sql FROM sqlite_master ORDER BY name").ShouldBe(before);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!")]
    public void What_is_no_cursor_is_refused(string cursor) => new JournalQuery(Cursor: cursor).Validate().Single().Field.ShouldBe("cursor");

    [Fact]
    public void Queries_are_validated()
    {
        new JournalQuery(UserId: "Alice", From: -1, To: -2, Limit: 1_001, Cursor: "?").Validate().Select(e => e.Field)
            .ShouldBe(["user", "from", "to", "limit", "cursor"]);
        new JournalQuery(From: 5, To: 4).Validate().Single().Field.ShouldBe("to");
        new JournalQuery(Limit: 0).Validate().Single().Field.ShouldBe("limit");
        new JournalQuery(From: 5, To: 5).Validate().ShouldBeEmpty();
    }

    private string Dump() => string.Join('\n', new[] { "orders", "fills", "trades", "events", "exchange_orders", "exchange_fills" }
        .Select(table => _journal.Rows($"SELECT * FROM {table}")));

    private static JournalEntry Entry(long number, string text = "", OrderRow? order = null, FillRow? fill = null, TradeRow? trade = null) => new(
        number,
        order is not null ? EventKind.Order : fill is not null ? EventKind.Fill : trade is not null ? EventKind.Trade : EventKind.Notice,
        7, 40, text, order, fill, trade);

    private static OrderRow Order(TraderKey trader, long number, long time) => new(
        $"{trader.UserId}-{number.ToString(CultureInfo.InvariantCulture)}", number, trader.UserId, trader.Symbol, TradingMode.Paper, CandleInterval.OneMinute,
        false, OrderSide.Buy, OrderType.StopLimit, Fixed8.One, Fixed8.One, Fixed8.One, OrderStatus.Working, default, time, "", 40, 40);

    private static FillRow Fill(TraderKey trader, long order, long report, long time) => new(
        $"{trader.UserId}-{order.ToString(CultureInfo.InvariantCulture)}.{report.ToString(CultureInfo.InvariantCulture)}",
        $"{trader.UserId}-{order.ToString(CultureInfo.InvariantCulture)}", trader.UserId, trader.Symbol, TradingMode.Paper, CandleInterval.OneMinute,
        OrderSide.Buy, Fixed8.One, Fixed8.One, Fixed8.Parse("0.001"), "USDT", false, time, 40);

    private static TradeRow Trade(TraderKey trader, string id, long time) => new(
        id, trader.UserId, trader.Symbol, TradingMode.Paper, CandleInterval.OneMinute, "heikin-ashi-breakout", TradeOf(time), 40);

    private static Trade TradeOf(long exitTime) => new(1, Fixed8.One, Fixed8.One, exitTime, Fixed8.One, ExitReason.Escalation, Fixed8.One, Fixed8.One);
}
