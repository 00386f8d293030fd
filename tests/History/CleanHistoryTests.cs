using FsCheck;
using FsCheck.Fluent;
using TradingBot.Tests.Checker;
using TradingBot.Tests.Checker.Input;
using TradingBot.Tests.Trading;

namespace TradingBot.Tests.History;

/// <summary>In a run in which everything is as it should be, nothing is found.</summary>
public sealed class CleanHistoryTests(ITestOutputHelper output)
{
    internal static Arbitrary<SyntheticRun> Runs { get; } = Arb.From(
        from seed in Gen.Choose(0, int.MaxValue - 1) from traders in Gen.Choose(1, 5) from scenes in Gen.Choose(1, 150)
        select new SyntheticRun(seed, traders, scenes),
        static run => Enumerable.Range(1, 8).Select(i => run with { Scenes = run.Scenes >> i }).Where(r => r.Scenes > 0).Reverse()
            .Append(run with { Scenes = run.Scenes - 1 }).Where(static r => r.Scenes > 0));

    [Fact]
    public void Nothing_is_found()
    {
        var (orders, fills, trades) = (0, 0, 0);
        Properties.Hold(Runs, 1_500, run =>
        {
            var history = run.Make();
            string.Join('\n', HistoryChecker.Check(history)).ShouldBeEmpty();
            orders += history.Journal.Orders.Count;
            fills += history.Journal.Fills.Count;
            trades += history.Journal.Trades.Count;
        });
        output.WriteLine($"{orders} orders, {fills} fills, {trades} trades");
        trades.ShouldBeGreaterThan(5_000);
    }
}
