using TradingBot.Grains.Reporting;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Reporting;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Reporting;

/// <summary>Reports worked out by hand.</summary>
public sealed class TradingReportsTests
{
    private const long Hour = 3_600_000;

    // Sunday 2024-12-29, 22:00 UTC: the next day is the first of ISO week 2025-W01.
    private static readonly long Start = new DateTimeOffset(2024, 12, 29, 22, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private static readonly MarketSymbol Btc = MarketSymbol.Parse("spot:BTCUSDT");
    private static readonly MarketSymbol Sol = MarketSymbol.Parse("usdm:SOLUSDT");

    // Spot: 10 bought at 100 with a commission of 0.01 base, 9.99 sold at 110 with 1 quote: 1098.9 - 1 - 1000 = 97.9. A second
    // position of 1 at 120 stays open, commission 0.001 base. Closes 105, 111, 118, 125.
    private static TradingHistory BtcHistory => new(
        Btc,
        [
            Fill(Btc, "b1", 0, OrderSide.Buy, "100", "10", "0.01", inBase: true),
            Fill(Btc, "b2", 1, OrderSide.Sell, "110", "9.99", "1", inBase: false),
            Fill(Btc, "b3", 3, OrderSide.Buy, "120", "1", "0.001", inBase: true),
        ],
        [Trade(Btc, "b2", 0, 1, "2", "97.9")],
        [Close(0, "105"), Close(1, "111"), Close(2, "118"), Close(3, "125")],
        default);

    // USDⓈ-M: 2 bought at 50 for 0.5, sold at 40 for 0.5: -20 - 1 = -21. Closes 45, 41, none in the third hour, 42.
    private static TradingHistory SolHistory => new(
        Sol,
        [
            Fill(Sol, "s1", 0, OrderSide.Buy, "50", "2", "0.5", inBase: false),
            Fill(Sol, "s2", 3, OrderSide.Sell, "40", "2", "0.5", inBase: false),
        ],
        [Trade(Sol, "s2", 0, 3, "1", "-21")],
        [Close(0, "45"), Close(1, "41"), Close(3, "42")],
        default);

    [Fact]
    public void Two_symbols_add_up()
    {
        var report = Report(new(), BtcHistory, SolHistory);

        // Hour 0: BTC -1000 + 9.99 * 105 = 48.95; SOL -100.5 + 90 = -10.5.
        // Hour 1: BTC 97.9; SOL -100.5 + 82 = -18.5. Hour 2: no candle of SOL, its last close holds.
        // Hour 3: BTC 97.9 - 120 + 0.999 * 125 = 102.775; SOL -21.
        report.EquityCurve.Select(e => e.Equity.ToDecimal()).ShouldBe([1038.45m, 1079.4m, 1079.4m, 1081.775m]);
        report.EquityCurve.Select(e => e.Time).ShouldBe([Start, Start + Hour, Start + 2 * Hour, Start + 3 * Hour]);
        report.RealisedPnl.ToDecimal().ShouldBe(76.9m);
        report.UnrealisedPnl.ToDecimal().ShouldBe(4.875m);
        (report.StartEquity.ToDecimal(), report.EndEquity.ToDecimal()).ShouldBe((1000m, 1081.775m));
        // 0.01 * 100 + 1 + 0.001 * 120 + 0.5 + 0.5.
        report.Performance.Commissions.ToDecimal().ShouldBe(3.12m);
        report.Performance.ProfitFactor!.Value.ShouldBe(97.9 / 21, 1e-12);
        report.Performance.Exposure.ShouldBe(1);
        (report.From, report.To).ShouldBe((Start, Start + 4 * Hour));

        report.Symbols.ShouldBe(
        [
            new(Btc, 1, 1, 0, 1, null, Amount("97.9"), Amount("4.875"), Amount("2.12")),
            new(Sol, 1, 0, 1, 0, 0, Amount("-21"), Amount("0"), Amount("1")),
        ]);
    }

    [Fact]
    public void Days_weeks_and_months_begin_in_the_time_zone()
    {
        // Two candles open on Sunday in UTC, two on Monday.
        var report = Report(new(), BtcHistory, SolHistory);
        report.Days.ShouldBe(
        [
            new("2024-12-29", new(2024, 12, 29), 1, 1, 0, Amount("97.9"), Amount("-18.5"), Amount("2.5"), Amount("1079.4"), Amount("79.4")),
            new("2024-12-30", new(2024, 12, 30), 1, 0, 1, Amount("-21"), Amount("4.875"), Amount("0.62"), Amount("1081.775"), Amount("2.375")),
        ]);
        report.Weeks.Select(w => (w.Name, w.FirstDay)).ShouldBe([("2024-W52", new(2024, 12, 23)), ("2025-W01", new(2024, 12, 30))]);
        report.Months.Select(m => m.Name).ShouldBe(["2024-12"]);

        // In Auckland it is Monday from 11:00 UTC on.
        report = Report(new(TimeZone: "Pacific/Auckland"), BtcHistory, SolHistory);
        report.Days.Select(d => d.Name).ShouldBe(["2024-12-30"]);
        report.Weeks.Select(w => w.Name).ShouldBe(["2025-W01"]);
        report.TimeZone.ShouldBe("Pacific/Auckland");
    }

    [Fact]
    public void What_was_before_counts_for_the_start_only()
    {
        var from = Start + 2 * Hour;
        var report = TradingReports.From(
            new(From: from), TimeZoneInfo.Utc, Amount("1000"), from, CandleInterval.Parse("1h"),
            [BtcHistory with { Closes = [.. BtcHistory.Closes.Skip(2)], CloseBefore = Fixed8.Parse("111") }]);

        (report.StartEquity.ToDecimal(), report.EndEquity.ToDecimal()).ShouldBe((1097.9m, 1102.775m));
        (report.RealisedPnl.ToDecimal(), report.UnrealisedPnl.ToDecimal()).ShouldBe((0m, 4.875m));
        (report.Performance.Trades, report.Performance.Exposure).ShouldBe((0, 0.5));
        report.Performance.Commissions.ToDecimal().ShouldBe(0.12m);
        report.Days.Single().Pnl.ToDecimal().ShouldBe(4.875m);
    }

    [Fact]
    public void Dust_is_unrealised()
    {
        // 0.001 of the 9.99 could not be sold: 1098.79 - 1 - 1000 = 97.79, and 0.001 * 118 is still there.
        var report = Report(new(), BtcHistory with
        {
            Fills = [BtcHistory.Fills[0], Fill(Btc, "b2", 1, OrderSide.Sell, "110", "9.989", "1", inBase: false)],
            Trades = [Trade(Btc, "b2", 0, 1, "2", "97.79")],
            Closes = [.. BtcHistory.Closes.Take(3)],
        });

        report.UnrealisedPnl.ToDecimal().ShouldBe(0.118m);
        report.EndEquity.ToDecimal().ShouldBe(1097.908m);
        report.Performance.Exposure.ShouldBe(2.0 / 3, 1e-12);
    }

    [Fact]
    public void Nothing_traded_is_a_report_too()
    {
        var report = Report(new());

        (report.From, report.To, report.Resolution).ShouldBe((Start, Start, null));
        (report.EndEquity, report.Performance.Trades, report.EquityCurve.Length).ShouldBe((Amount("1000"), 0, 0));
        report.Days.ShouldBeEmpty();
    }

    [Fact]
    public void The_curve_is_thinned_out_and_keeps_its_end()
    {
        Report(new(EquityPoints: 3), BtcHistory).EquityCurve.Select(e => e.Time).ShouldBe([Start + Hour, Start + 3 * Hour]);
        Report(new(EquityPoints: 1), BtcHistory).EquityCurve.Single().Time.ShouldBe(Start + 3 * Hour);
        Report(new(EquityPoints: 0), BtcHistory).EquityCurve.ShouldBeEmpty();
    }

    [Fact]
    public void A_commission_in_a_third_asset_is_no_amount_of_quote()
    {
        var bought = Fill(Btc, "b1", 0, OrderSide.Buy, "100", "1", "0.002", inBase: false) with { CommissionAsset = "BNB" };
        var report = Report(new(), new TradingHistory(Btc, [bought], [], [Close(0, "100")], default));
        report.EndEquity.ToDecimal().ShouldBe(1000m);
        report.Performance.Commissions.ToDecimal().ShouldBe(0m);
    }

    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("America/Argentina/Buenos_Aires", true)]
    [InlineData("Etc/GMT+5", true)]
    [InlineData("UTC", true)]
    [InlineData("", false)]
    [InlineData("Mars/Olympus", false)]
    [InlineData("../../etc/passwd", false)]
    [InlineData("/etc/localtime", false)]
    [InlineData("Europe/../UTC", false)]
    [InlineData("UTC\n", false)]
    public void Time_zones_are_those_of_IANA(string name, bool valid) =>
        new ReportQuery(TimeZone: name).Validate().IsEmpty.ShouldBe(valid);

    [Fact]
    public void Queries_are_validated() =>
        new ReportQuery(UserId: "A", From: -1, To: long.MaxValue, TimeZone: "x", Capital: default(Fixed8), QuoteAsset: "", EquityPoints: -1)
            .Validate().Select(e => e.Field).ShouldBe(["user", "from", "to", "timeZone", "capital", "quoteAsset", "equityPoints"]);

    private static TradingReport Report(ReportQuery query, params TradingHistory[] symbols) => TradingReports.From(
        query, TimeZoneInfo.FindSystemTimeZoneById(query.TimeZone), Amount("1000"), Start, CandleInterval.Parse("1h"), symbols);

    private static CandleClose Close(int hour, string price) => new(Start + hour * Hour, Start + (hour + 1) * Hour, Fixed8.Parse(price));

    private static FillRow Fill(MarketSymbol symbol, string id, int hour, OrderSide side, string price, string quantity, string commission, bool inBase) => new(
        id, "order", "alice", symbol, TradingMode.Paper, CandleInterval.Parse("1h"), side, Fixed8.Parse(price), Fixed8.Parse(quantity),
        Fixed8.Parse(commission), inBase ? "BTC" : "USDT", inBase, Start + hour * Hour, 0);

    private static TradeRow Trade(MarketSymbol symbol, string id, int entryHour, int exitHour, string fees, string pnl) => new(
        id, "alice", symbol, TradingMode.Paper, CandleInterval.Parse("1h"), "heikin-ashi-breakout",
        new(Start + entryHour * Hour, Fixed8.One, Fixed8.One, Start + exitHour * Hour, Fixed8.One, ExitReason.Stop, Amount(fees), Amount(pnl)), 0);

    private static Fixed16 Amount(string text) => Fixed8.Parse(text);
}
