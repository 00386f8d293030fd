using FsCheck;
using FsCheck.Fluent;
using TradingBot.Grains.MarketData;
using TradingBot.MarketData;
using TradingBot.Numbers;
using static TradingBot.Tests.MarketData.TestCandles;

namespace TradingBot.Tests.MarketData;

public sealed class CandleSequencerProperties
{
    // Each byte decides one thing that happens to a frame or a request; a script that has run out means that all is well, so
    // a failing case shrinks to the few faults that matter.
    private static readonly Arbitrary<byte[]> Scripts = ArbMap.Default.ArbFor<byte[]>();

    [Fact]
    public void Whatever_happens_to_the_stream_the_series_comes_out_as_it_was() =>
        Prop.ForAll(Scripts, script => Run(script)).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(500));

    private static bool Run(byte[] script)
    {
        var at = 0;
        byte Next() => at < script.Length ? script[at++] : (byte)0;

        var truth = new List<Candle> { AtMinute(1_000) };
        var sequencer = new CandleSequencer(CandleInterval.OneMinute);
        sequencer.Restore([truth[0]], truth[0].OpenTime);
        var emitted = new List<ClosedCandle>();
        var late = new Queue<Candle>();

        for (var i = 0; i < 80; i++)
        {
            var candle = At(truth[^1].OpenTime + Minute * (Next() > 245 ? 1 + Next() : 1));
            truth.Add(candle);
            Deliver(candle, Next());
            if (late.Count > 0 && Next() > 100)
                sequencer.OnKline(late.Dequeue(), isClosed: true, emitted);
            Ask(Next());
        }

        // The network recovers.
        for (var i = 0; i < 4; i++)
        {
            truth.Add(At(truth[^1].OpenTime + Minute));
            sequencer.OnKline(truth[^1], isClosed: true, emitted);
            for (var tries = 0; sequencer.Needed is not null && tries < 20; tries++)
                Ask(mode: 255);
        }

        return sequencer.Needed is null && sequencer.Pending == 0
            && emitted.Select(e => e.Candle).SequenceEqual(truth.Skip(1))
            && emitted.Select(e => e.PreviousOpenTime).SequenceEqual(truth.SkipLast(1).Select(c => c.OpenTime));

        void Deliver(Candle candle, byte fault)
        {
            switch (fault % 12)
            {
                case 1: return;
                case 2: late.Enqueue(candle); return;
                case 3: Send(candle); Send(candle); return;
                case 4: Send(candle with { Low = Fixed8.Zero }); return;
                case 5: Send(candle with { High = candle.Low - Fixed8.One }); Send(candle); return;
                case 6: Send(candle with { OpenTime = candle.OpenTime + 1 + Next() }); return;
                case 7: Send(candle with { OpenTime = candle.OpenTime + (100_000 + Next()) * Minute }); return;
                case 8: Send(At(candle.OpenTime + Minute), isClosed: false); return;
                case 9: Send(candle with { Volume = 1_000_000 }, isClosed: false); Send(candle); return;
                case 10: Send(truth[Next() % truth.Count]); return;
                case 11: Send(candle with { OpenTime = candle.OpenTime + 1_000_000 * Minute }, isClosed: false); return;
                default: Send(candle); return;
            }
        }

        void Send(Candle candle, bool isClosed = true) => sequencer.OnKline(candle, isClosed, emitted);

        void Ask(byte mode)
        {
            if (sequencer.Needed is not { } needed)
                return;
            var answer = truth.Where(c => c.OpenTime >= needed.From && c.OpenTime <= needed.To).ToList();
            switch (mode % 8)
            {
                case 0 or 1 or 2: return; // not asked, or the request failed
                case 3: answer = answer.Take(3).ToList(); break;
                case 4: answer = answer.Take(answer.Count - 1).ToList(); break;
                case 5: answer = answer.Take(answer.Count - 2).ToList(); break;
            }

            sequencer.OnHistory(needed, answer.ToArray(), emitted);
        }
    }
}
