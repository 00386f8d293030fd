using TradingBot.Grains.Journal;

namespace TradingBot.Tests.Trading.Journal;

public sealed class OutboxTests
{
    private readonly List<int> _state = [];
    private readonly List<int> _written = [];
    private TaskCompletionSource? _gate;

    [Fact]
    public async Task Only_rows_that_the_stored_state_contains_are_written()
    {
        var outbox = new Outbox<int>(_state, WriteAsync);
        outbox.Add(1);
        await outbox.FlushAsync();
        _written.ShouldBeEmpty();

        await outbox.StoreAsync(() =>
        {
            // Comes while the state is on its way to the disk, and so is not in it.
            outbox.Add(2);
            return Task.CompletedTask;
        });
        await outbox.FlushAsync();

        _written.ShouldBe([1]);
        _state.ShouldBe([2]);
        (outbox.Waiting, outbox.Stored, outbox.HasUnstored).ShouldBe((1, 0, true));
    }

    [Fact]
    public async Task Rows_of_the_last_life_are_written()
    {
        _state.AddRange([1, 2, 3]);
        await new Outbox<int>(_state, WriteAsync).FlushAsync();

        _written.ShouldBe([1, 2, 3]);
        _state.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_leave_the_state_once_they_are_written()
    {
        _gate = new();
        var outbox = new Outbox<int>(_state, WriteAsync);
        outbox.Add(1);
        await outbox.StoreAsync(() => Task.CompletedTask);
        var flush = outbox.FlushAsync();
        outbox.Add(2);
        await outbox.StoreAsync(() => Task.CompletedTask);
        _state.ShouldBe([1, 2]);
        // At most one flush at a time.
        outbox.FlushAsync().ShouldBeSameAs(flush);

        _gate.SetResult();
        await flush;
        _written.ShouldBe([1, 2]);
        _state.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failed_write_is_made_again()
    {
        _gate = new();
        _gate.SetException(new IOException("disk full"));
        _state.Add(1);
        var outbox = new Outbox<int>(_state, WriteAsync);
        await Should.ThrowAsync<IOException>(outbox.FlushAsync);
        _state.ShouldBe([1]);

        _gate = null;
        await outbox.FlushAsync();
        _written.ShouldBe([1]);
    }

    [Fact]
    public async Task A_state_that_could_not_be_stored_writes_nothing()
    {
        var outbox = new Outbox<int>(_state, WriteAsync);
        outbox.Add(1);
        await Should.ThrowAsync<IOException>(() => outbox.StoreAsync(() => Task.FromException(new IOException("disk full"))));
        await outbox.FlushAsync();

        _written.ShouldBeEmpty();
        outbox.HasUnstored.ShouldBeTrue();
    }

    private async Task WriteAsync(IReadOnlyList<int> rows)
    {
        if (_gate is { } gate)
            await gate.Task;
        _written.AddRange(rows);
    }
}
