using System.Globalization;
using System.Text;
using Dapper;
using TradingBot.Grains.Journal;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Journal;

/// <summary>The journal's tables, writes and queries, the same on every database.</summary>
public abstract class JournalStoreTests(bool postgres) : IAsyncLifetime
{
    private const int EventsKept = 2_000;

    private static readonly TraderKey Alice = TraderKey.Parse("alice/spot:BTCUSDT");
    private static readonly TraderKey Bruno = TraderKey.Parse("bruno/usdm:ETHUSDT");

    private JournalDatabase _journal = null!;

    public async ValueTask InitializeAsync()
    {
        _journal = await JournalDatabase.CreateEmptyAsync(postgres, EventsKept);
        await _journal.PrepareAsync();
    }

    public ValueTask DisposeAsync()
    {
        _journal?.Dispose();
        GC.SuppressFinalize(this);
        return default;
    }

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
        var before = await DumpAsync();
        foreach (var again in new[] { entries, entries[2..], entries[..2] })
            await _journal.Writer.WriteAsync(Alice, again);
        await _journal.Writer.WriteAsync("alice", exchange);

        (await DumpAsync()).ShouldBe(before);
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
    public async Task Of_the_events_the_last_ones_are_kept_and_what_has_gone_is_known()
    {
        await _journal.Writer.WriteAsync(Bruno, [Entry(1, text: "another's")]);
        for (var number = 1; number <= 5_000; number += 500)
            await _journal.Writer.WriteAsync(Alice, [.. Enumerable.Range(number, 500).Select(i => Entry(i, text: "a notice"))]);

        var kept = await _journal.RowsAsync("SELECT count(*), min(entry), max(entry) FROM events WHERE user_id = 'alice'");
        // The last one that was divisible by 256, 4864, has left 2,000 up to itself.
        kept.ShouldBe("2136|2865|5000");
        var dropped = await _journal.Reader.ReadLastDroppedEventAsync("alice", null);
        (await _journal.Reader.ReadEventsAsync("alice", dropped, 1)).Single().Id.ShouldBe((await _journal.Reader.ReadEventsAsync("alice", 0, 1)).Single().Id);
        (await _journal.Reader.ReadEventsAsync("alice", dropped - 1, 1)).Single().Id.ShouldBeGreaterThan(dropped);
        (await _journal.Reader.ReadLastDroppedEventAsync("alice", Alice.Symbol)).ShouldBe(dropped);
        (await _journal.Reader.ReadLastDroppedEventAsync(null, null)).ShouldBe(dropped);
        (await _journal.Reader.ReadLastDroppedEventAsync("alice", Bruno.Symbol)).ShouldBe(0);
        (await _journal.Reader.ReadLastDroppedEventAsync("bruno", null)).ShouldBe(0);
        (await _journal.Reader.ReadEventsAsync("bruno", 0, 10)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_wrong_with_one_write_does_not_undo_another()
    {
        var good = Enumerable.Range(0, 50).Select(i => _journal.Writer.WriteAsync(Alice, [Entry(2 * i + 1, text: "good")])).ToArray();
        var bad = _journal.WriteAsync(connection => connection.Execute("INSERT INTO nowhere VALUES (1)"));
        var after = _journal.Writer.WriteAsync(Alice, [Entry(200, text: "good")]);

        await Should.ThrowAsync<Exception>(() => bad);
        await Task.WhenAll([.. good, after]);
        (await _journal.Reader.ReadEventsAsync("alice", 0, 100)).Length.ShouldBe(51);
    }

    private async Task<string> DumpAsync()
    {
        var tables = new StringBuilder();
        foreach (var table in new[] { "orders", "fills", "trades", "events", "exchange_orders", "exchange_fills" })
            tables.AppendLine(await _journal.RowsAsync($"SELECT * FROM {table} ORDER BY 1, 2, 3"));
        return tables.ToString();
    }

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
