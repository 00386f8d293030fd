using FsCheck;
using FsCheck.Fluent;
using TradingBot.MarketData;

namespace TradingBot.Tests.Trading.StateMachine;

/// <summary>No sequence of events leads the state machine where it must not go (see <see cref="MachineRun"/>).</summary>
public sealed class RandomEventsTests(ITestOutputHelper output)
{
    internal sealed record Story(MarketType Market, Input[] Inputs)
    {
        public override string ToString() => $"{Market}\n{string.Join('\n', Inputs.AsEnumerable())}";
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_the_invariants_hold()
    {
        var (trades, commands, refusals, crashes) = (0, 0, 0, 0);
        Properties.Hold(Stories(faults: 2), 20_000, story => Run(story, ref trades, ref commands, ref refusals, ref crashes));
        output.WriteLine($"{trades} trades, {commands} commands, {refusals} refused exits, {crashes} crashes");
        trades.ShouldBeGreaterThan(8_000);
        refusals.ShouldBeGreaterThan(2_000);
        crashes.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void At_a_venue_without_faults_the_invariants_hold()
    {
        var (trades, commands, refusals, crashes) = (0, 0, 0, 0);
        Properties.Hold(Stories(faults: 0), 8_000, story => Run(story, ref trades, ref commands, ref refusals, ref crashes));
        output.WriteLine($"{trades} trades, {commands} commands, {refusals} refused exits");
        trades.ShouldBeGreaterThan(8_000);
    }

    private static void Run(Story story, ref int trades, ref int commands, ref int refusals, ref int crashes)
    {
        var run = new MachineRun(story.Market);
        foreach (var input in story.Inputs)
            run.Take(input);
        run.ComeToRest();
        trades += run.Trades;
        commands += run.Commands;
        refusals += run.Refusals;
        crashes += run.Crashes;
    }

    private static Arbitrary<Story> Stories(int faults)
    {
        var close =
            from trigger in Gen.Choose(-2, 12) from limit in Gen.Choose(0, 8) from stop in Gen.Choose(-4, 25) from rest in Gen.Choose(0, 31)
            select new Input(Happening.Close, trigger, limit, stop, rest);
        var move = from ticks in Gen.Choose(-20, 20) from parts in Gen.Elements(1, 1, 1, 2, 5) select new Input(Happening.Move, ticks, parts, 0, 0);
        var deliver = from count in Gen.Choose(1, 3) from which in Gen.Choose(0, 3) select new Input(Happening.Deliver, count, which, 0, 0);
        var fault =
            from kind in Gen.Choose(1, 5) from count in Gen.Elements(1, 1, 1, 2, 3, 40) select new Input(Happening.Fault, kind, count, 0, 0);
        var input = Gen.Frequency(
            (8, close), (9, move), (6, deliver), (faults, fault), (2 * faults, Of(Happening.Settle)), (1, Of(Happening.Flatten)),
            (1, Of(Happening.Pause)), (2, Of(Happening.Resume)), (faults > 0 ? 1 : 0, Of(Happening.Stop)), (faults > 0 ? 3 : 1, from steps in Gen.Choose(0, 12) select new Input(Happening.Crash, steps, 0, 0, 0)),
            (1, from quantity in Gen.Choose(0, 9) select new Input(Happening.Resize, quantity, 0, 0, 0)),
            (1, from side in Gen.Choose(0, 1) select new Input(Happening.EndedByVenue, side, 0, 0, 0)));
        var story =
            from market in Gen.Elements(MarketType.Spot, MarketType.Usdm)
            from length in Gen.Choose(1, 80)
            from inputs in input.ArrayOf(length)
            select new Story(market, inputs);
        return Arb.From(story, Shrink);
    }

    private static Gen<Input> Of(Happening kind) => Gen.Constant(new Input(kind, 0, 0, 0, 0));

    private static IEnumerable<Story> Shrink(Story story)
    {
        foreach (var fewer in Properties.Shorter(story.Inputs))
            yield return story with { Inputs = fewer };
        for (var i = 0; i < story.Inputs.Length; i++)
        {
            if (story.Inputs[i] is { Kind: Happening.Move, B: > 1 } input)
                yield return story with { Inputs = [.. story.Inputs[..i], input with { B = 1 }, .. story.Inputs[(i + 1)..]] };
        }
    }
}
