using TradingBot.Grains.Storage;

namespace TradingBot.Tests.Grains.MarketData;

public sealed class SerialWriterTests
{
    private readonly List<TaskCompletionSource> _writes = [];
    private readonly SerialWriter _writer;

    public SerialWriterTests() => _writer = new(() =>
    {
        _writes.Add(new());
        return _writes[^1].Task;
    });

    [Fact]
    public void Those_who_ask_during_a_write_share_the_next_one()
    {
        var first = _writer.WriteAsync();
        var second = _writer.WriteAsync();
        _writer.WriteAsync().ShouldBeSameAs(second);
        _writes.Count.ShouldBe(1);

        _writes[0].SetResult();
        first.IsCompletedSuccessfully.ShouldBeTrue();
        _writes.Count.ShouldBe(2);
        second.IsCompleted.ShouldBeFalse();

        var third = _writer.WriteAsync();
        third.ShouldNotBeSameAs(second);
        _writes.Count.ShouldBe(2);
        _writes[1].SetResult();
        second.IsCompletedSuccessfully.ShouldBeTrue();
        _writes[2].SetResult();
        third.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_failed_write_fails_for_those_who_asked_for_it_only()
    {
        var first = _writer.WriteAsync();
        var second = _writer.WriteAsync();
        _writes[0].SetException(new IOException("the disk is full"));
        await Should.ThrowAsync<IOException>(() => first);

        _writes[1].SetResult();
        await second;
    }

    [Fact]
    public async Task A_write_that_ends_at_the_very_moment_at_which_the_next_is_asked_for_does_not_end_all_writing()
    {
        // The storage ends a write on a thread of its own.
        for (var round = 0; round < 20_000; round++)
        {
            var storing = new TaskCompletionSource();
            var begun = 0;
            var writer = new SerialWriter(() => Interlocked.Increment(ref begun) == 1 ? storing.Task : Task.CompletedTask);
            var first = writer.WriteAsync();
            using var both = new Barrier(2);
            var ending = Task.Run(() =>
            {
                both.SignalAndWait();
                storing.SetResult();
            });
            both.SignalAndWait();
            Thread.SpinWait(round % 64);
            await Task.WhenAll(first, writer.WriteAsync(), ending);

            var before = begun;
            await writer.WriteAsync();
            begun.ShouldBe(before + 1, $"round {round}");
        }
    }
}
