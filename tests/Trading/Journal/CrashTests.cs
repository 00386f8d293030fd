using System.Collections.Immutable;
using TradingBot.Grains.Trading;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Journal;

/// <summary>The process dies at each step of some hours of trading, one after the other: nothing of it may be seen in the results.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly string[] Tables =
    [
        "SELECT id, version, is_exit, side, type, quantity, trigger_price, limit_price, status, filled, market_time FROM orders ORDER BY id",
        "SELECT id, side, price, quantity, commission, commission_asset, market_time FROM fills ORDER BY id",
        "SELECT id, entry_time, entry_price, quantity, market_time, exit_price, exit_reason, fees, pnl FROM trades ORDER BY id",
        "SELECT user_id, symbol, entry, kind, subject_id, status, filled, market_time, text FROM events ORDER BY entry",
        "SELECT number, client_order_id, side, type, quantity, trigger_price, limit_price, cancelled FROM exchange_orders ORDER BY number",
        "SELECT report, number, side, price, quantity, commission, commission_in_base, market_time FROM exchange_fills ORDER BY report",
    ];

    public static TheoryData<string, string> Cases => new()
    {
        { "spot:BTCUSDT", StrategySettings.HeikinAshiBreakout },
        { "usdm:BTCUSDT", StrategySettings.HeikinAshiBreakout },
        { "spot:BTCUSDT", "ema-cross" },
        { "usdm:BTCUSDT", "ema-cross" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_crash_at_any_step_changes_neither_trades_nor_journal(string symbol, string strategy)
    {
        var settings = new TraderSettings(
            CandleInterval.OneMinute,
            strategy == "ema-cross"
                ? new(strategy, ImmutableSortedDictionary<string, string>.Empty.Add("fast", "2").Add("slow", "5").Add("atrMultiple", "0.5"))
                : StrategySettings.Breakout("2", "1"),
            new(SizeKind.Percent, Fixed8.Parse("50")));
        var candles = Candles(80);
        var (expected, expectedStatus, steps) = await RunAsync(symbol, settings, candles, -1);
        expectedStatus.Totals.Trades.ShouldBeGreaterThan(3);
        expected.ShouldContain("Stop");
        expected.ShouldContain("Escalation");

        for (var crash = 0; crash < steps; crash++)
        {
            var (actual, status, _) = await RunAsync(symbol, settings, candles, crash);
            status.Totals.ShouldBe(expectedStatus.Totals, $"crash at step {crash}");
            (actual == expected).ShouldBeTrue($"crash at step {crash}:\n{actual}\ninstead of\n{expected}");
        }

        output.WriteLine($"{steps} crashes, {expectedStatus.Totals.Trades} trades");
    }

    private static async Task<(string Tables, TraderStatus Status, int Steps)> RunAsync(
        string symbol, TraderSettings settings, IReadOnlyList<Candle> candles, int crashAt)
    {
        using var journal = JournalDatabase.Create();
        var id = MarketSymbol.Parse(symbol);
        var info = new SymbolInfo(
            id, "BTC", "USDT", Fixed8.Parse("0.01"), Fixed8.Parse("0.001"), Fixed8.Parse("0.001"), Fixed8.Parse("9000"), Fixed8.Parse("5"));
        var run = new CrashingRun(new("alice", id), info, Fixed8.Parse("1000"), Fixed8.Parse("0.001"), journal.Writer, flushEvery: 3);
        await run.RunAsync(settings, candles, crashAt);
        return (string.Join("\n\n", await Task.WhenAll(Tables.Select(journal.RowsAsync))), run.Trader.Describe(), run.StepsBeforeLast);
    }

    // Moves of a few per mille a minute with jumps between the candles: stops that fill, stops that are jumped over.
    private static List<Candle> Candles(int count)
    {
        var random = new Random(7);
        var candles = new List<Candle>();
        var last = 10_000;
        for (var i = 0; i < count; i++)
        {
            var open = Math.Max(5_000, last) + (i % 3 == 0 ? random.Next(-900, 901) : random.Next(-10, 11));
            var close = open + random.Next(-300, 301);
            var high = Math.Max(open, close) + random.Next(0, 150);
            var low = Math.Min(open, close) - random.Next(0, 150);
            candles.Add(new((i + 1) * 60_000L, Cents(open), Cents(high), Cents(low), Cents(close), 1));
            last = close;
        }

        return candles;

        static Fixed8 Cents(int cents) => new(cents * (Fixed8.Scale / 100));
    }
}
