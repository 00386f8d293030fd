using FsCheck;
using FsCheck.Fluent;
using TradingBot.MarketData;

namespace TradingBot.Tests.Trading.Model;

/// <summary>
/// Whatever a venue does to a trader, and whenever the trader crashes: no intent is sent twice, no fill is lost or doubled, books and
/// balances agree, and every open order is known.
/// </summary>
public sealed class ModelTests(ITestOutputHelper output)
{
    internal sealed record Story(MarketType Market, ModelInput[] Inputs)
    {
        public override string ToString() => $"{Market}\n{string.Join('\n', Inputs.AsEnumerable())}";
    }

    [Fact]
    public void Whatever_the_venue_does_the_checker_finds_nothing()
    {
        var (trades, crashes) = (0, 0);
        Properties.Hold(Stories(), 10_000, story => RunAsync(story).GetAwaiter().GetResult());
        output.WriteLine($"{trades} trades, {crashes} crashes");
        trades.ShouldBeGreaterThan(1_000);
        crashes.ShouldBeGreaterThan(10_000);

        async Task RunAsync(Story story)
        {
            await using var run = new ModelRun(story.Market);
            await run.StartAsync();
            foreach (var input in story.Inputs)
                await run.TakeAsync(input);
            string.Join('\n', await run.EndAsync()).ShouldBeEmpty();
            trades += run.Trades;
            crashes += run.Crashes;
        }
    }

    private static Arbitrary<Story> Stories()
    {
        var input = Gen.Frequency(
            (16, from ticks in Gen.Choose(-50, 60) from parts in Gen.Elements(1, 1, 1, 2, 3) select new ModelInput(ModelEvent.Move, ticks, parts)),
            (12, Gen.Constant(new ModelInput(ModelEvent.Close))),
            (3, from time in Gen.Elements(100, 1_500, 6_000) select new ModelInput(ModelEvent.Wait, time)),
            (1, from questions in Gen.Choose(1, 4) select new ModelInput(ModelEvent.OutOfReach, questions)),
            (2, from mishap in Gen.Choose(1, 8) from count in Gen.Elements(1, 1, 1, 2, 4) select new ModelInput(ModelEvent.Mishap, mishap, count)),
            (2, from questions in Gen.Choose(0, 6) select new ModelInput(ModelEvent.Delay, questions)),
            (1, from doubles in Gen.Choose(0, 1) select new ModelInput(ModelEvent.Doubles, doubles)),
            (2, from steps in Gen.Choose(0, 20) select new ModelInput(ModelEvent.Crash, steps)),
            (1, from side in Gen.Choose(0, 1) select new ModelInput(ModelEvent.EndedByVenue, side)),
            (2, from command in Gen.Elements(
                ModelEvent.Flatten, ModelEvent.Pause, ModelEvent.Stop, ModelEvent.Resume, ModelEvent.Start, ModelEvent.Start, ModelEvent.Start, ModelEvent.Start)
                select new ModelInput(command)));
        var story =
            from market in Gen.Elements(MarketType.Spot, MarketType.Usdm)
            from length in Gen.Choose(1, 140)
            from inputs in input.ArrayOf(length)
            select new Story(market, inputs);
        return Arb.From(story, static s => Properties.Shorter(s.Inputs).Select(fewer => s with { Inputs = fewer }));
    }
}
