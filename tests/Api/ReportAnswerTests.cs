using System.Collections;
using TradingBot.ClientApi.Reports;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Reporting;

namespace TradingBot.Tests.Api;

/// <summary>What /pnl shows is the report, number for number.</summary>
public sealed class ReportAnswerTests
{
    private static int _last;

    [Fact]
    public void Every_number_stands_under_its_own_name()
    {
        var report = new TradingReport(
            Next(), Next(), "Europe/Berlin", CandleInterval.OneMinute, Amount(), Amount(), Amount(), Amount(), Amount(),
            new(Next(), Next(), Next(), Next(), Next(), Amount(), Amount(), Amount(), Next(), Next(), Next(), Next(), Next(), Amount()),
            [Period()], [Period(), Period()], [Period()],
            [new(MarketSymbol.Parse("spot:BTCUSDT"), Next(), Next(), Next(), Next(), Next(), Amount(), Amount(), Amount())],
            [new(Next(), Amount()), new(Next(), Amount())]);

        Compare(PnlResponse.Of(report), report, "report").ShouldBe(78);
    }

    // All values differ, so that one in another's place is seen. Gives how many were compared.
    private static int Compare(object shown, object meant, string path)
    {
        if (shown is IList list)
        {
            var items = ((IEnumerable)meant).Cast<object>().ToList();
            list.Count.ShouldBe(items.Count, path);
            return list.Cast<object>().Zip(items).Sum(pair => Compare(pair.First, pair.Second, path));
        }

        if (shown is DateTimeOffset time)
            shown = time.ToUnixTimeMilliseconds();
        if (shown.GetType() == meant.GetType())
        {
            shown.ShouldBe(meant, path);
            return 1;
        }

        meant.GetType().GetProperties().Select(p => p.Name).Except(shown.GetType().GetProperties().Select(p => p.Name)).ShouldBeEmpty(path);
        return shown.GetType().GetProperties().Sum(property =>
        {
            var name = property.Name == "TimeMs" ? "Time" : property.Name;
            return Compare(property.GetValue(shown)!, meant.GetType().GetProperty(name).ShouldNotBeNull(path + "." + name).GetValue(meant)!, path + "." + name);
        });
    }

    private static PeriodReport Period() => new($"period {Next()}", DateOnly.FromDayNumber(Next()), Next(), Next(), Next(), Amount(), Amount(), Amount(), Amount(), Amount());

    private static int Next() => ++_last;

    private static Fixed16 Amount() => Fixed16.FromDecimal(Next());
}
