using TradingBot.MarketData;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>Crashes and lost answers at any step change nothing of what is traded, owned or open in the end.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    // The last candles pass without faults, so that what was under way at the last fault is settled.
    private const int Calm = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Crashes_before_and_after_any_write_or_call_lose_and_double_nothing(bool isThin)
    {
        var (crashes, trades) = (0, 0);
        var places = new SortedDictionary<string, int>(StringComparer.Ordinal);
        Properties.Hold(MarketCase.Any(candles: 60, faults: 30), 1_200, c => RunAsync(c with { IsThin = isThin }).GetAwaiter().GetResult());
        output.WriteLine($"{crashes} crashes, {trades} trades; {string.Join(", ", places)}");
        crashes.ShouldBeGreaterThan(10_000);
        trades.ShouldBeGreaterThan(1_500);
        places.Count.ShouldBeGreaterThan(12);

        async Task RunAsync(MarketCase c)
        {
            var expected = await UndisturbedAsync(c);
            var world = c.NewWorld();
            await world.ConfigureAndStartAsync(c.Settings);
            var (next, left) = (1, c.Faults.Length == 0 ? int.MaxValue : c.Faults[0]);
            world.OnStep = where =>
            {
                if (left-- > 0)
                    return;
                left = next < c.Faults.Length ? c.Faults[next] : int.MaxValue;
                var kind = c.FaultKinds[next++ - 1];
                crashes++;
                places[where] = places.GetValueOrDefault(where) + 1;
                if (kind == 0 && where is "before advance" or "before place" or "before cancel" or "before replace" or "before find")
                {
                    // The account's process dies between two calls, and the trader does not notice.
                    world.RestartAccount();
                    return;
                }

                throw new BrokenOffException();
            };
            await FeedAsync(c, world);
            Same(world.Describe(), expected);
            trades += world.Trades.Count;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Answers_lost_before_or_after_the_command_was_carried_out_change_nothing(bool isThin)
    {
        var (losses, trades) = (0, 0);
        Properties.Hold(MarketCase.Any(candles: 60, faults: 30), 1_200, c => RunAsync(c with { IsThin = isThin }).GetAwaiter().GetResult());
        output.WriteLine($"{losses} lost, {trades} trades");
        losses.ShouldBeGreaterThan(10_000);
        trades.ShouldBeGreaterThan(1_500);

        async Task RunAsync(MarketCase c)
        {
            var expected = await UndisturbedAsync(c);
            var world = c.NewWorld();
            await world.ConfigureAndStartAsync(c.Settings);
            var (next, left) = (0, 0);
            world.NextLoss = () =>
            {
                if (next == c.Faults.Length || left-- > 0)
                    return Loss.None;
                left = c.Faults[next] / 8;
                losses++;
                return (Loss)(c.FaultKinds[next++] + 1);
            };
            await FeedAsync(c, world);
            Same(world.Describe(), expected);
            trades += world.Trades.Count;
        }
    }

    private static void Same(string actual, string expected)
    {
        var at = actual.Zip(expected).TakeWhile(pair => pair.First == pair.Second).Count();
        (actual == expected).ShouldBeTrue($"\nexpected …{expected[Math.Max(0, at - 150)..]}\ngot      …{actual[Math.Max(0, at - 150)..]}");
    }

    private static async Task<string> UndisturbedAsync(MarketCase c)
    {
        var world = c.NewWorld();
        await world.ConfigureAndStartAsync(c.Settings);
        foreach (var candle in c.Candles())
            await world.CloseAsync(candle);
        return world.Describe();
    }

    private static async Task FeedAsync(MarketCase c, PaperWorld world)
    {
        var candles = c.Candles();
        for (var i = 0; i < candles.Length; i++)
        {
            if (i >= candles.Length - Calm)
                (world.OnStep, world.NextLoss) = (_ => { }, () => Loss.None);
            await world.CloseAsync(candles[i], attempts: 100);
        }
    }
}
