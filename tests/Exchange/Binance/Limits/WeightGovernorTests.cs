using TradingBot.Exchange.Binance.Limits;

namespace TradingBot.Tests.Exchange.Binance.Limits;

public sealed class WeightGovernorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ManualTimeProvider _time = new();
    private readonly WeightGovernor _governor;

    public WeightGovernorTests() => _governor = new(_time, 100);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_leaves_half_of_the_budget_to_others()
    {
        (await _governor.AcquireAsync(50, RequestPriority.History, Patience, Cancellation)).ShouldBeTrue();
        var history = _governor.AcquireAsync(1, RequestPriority.History, Patience, Cancellation);
        history.IsCompleted.ShouldBeFalse();
        (await _governor.AcquireAsync(40, RequestPriority.Entry, Patience, Cancellation)).ShouldBeTrue();
        (await _governor.AcquireAsync(10, RequestPriority.Exit, Patience, Cancellation)).ShouldBeTrue();
        _governor.Complete(100, 100);
        _time.Advance(TimeSpan.FromMinutes(1));
        (await history).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_has_to_wait_is_served_by_priority()
    {
        (await _governor.AcquireAsync(100, RequestPriority.Exit, Patience, Cancellation)).ShouldBeTrue();
        var order = new List<RequestPriority>();
        async Task Wait(RequestPriority priority)
        {
            (await _governor.AcquireAsync(40, priority, Patience, Cancellation)).ShouldBeTrue();
            lock (order)
                order.Add(priority);
        }

        var query = Wait(RequestPriority.Query);
        var exit = Wait(RequestPriority.Exit);
        var entry = Wait(RequestPriority.Entry);
        _governor.Complete(100, 100);
        _time.Advance(TimeSpan.FromMinutes(1));
        await exit;
        await entry;
        query.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));
        _governor.Complete(80, null);
        _time.Advance(TimeSpan.FromMinutes(1));
        await query;
        order[^1].ShouldBe(RequestPriority.Query);
    }

    [Fact]
    public async Task What_others_behind_the_same_address_used_counts()
    {
        (await _governor.AcquireAsync(1, RequestPriority.Query, Patience, Cancellation)).ShouldBeTrue();
        _governor.Complete(1, 99);
        _governor.Used.ShouldBe(99);
        (await _governor.AcquireAsync(2, RequestPriority.Exit, TimeSpan.Zero, Cancellation)).ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));
        _governor.Used.ShouldBe(0);
    }

    [Fact]
    public async Task Processes_behind_one_address_never_use_more_than_its_limit_together()
    {
        var egress = new EgressShare { Processes = 3 };
        var governors = Enumerable.Range(0, 3).Select(_ => new WeightGovernor(_time, 100, egress)).ToArray();
        foreach (var priority in (RequestPriority[])[RequestPriority.Query, RequestPriority.History])
        {
            // All begin at once, none having heard of the others.
            var used = 0;
            foreach (var governor in governors)
            {
                while (await governor.AcquireAsync(5, priority, TimeSpan.Zero, Cancellation))
                    used += 5;
            }

            used.ShouldBeInRange(45, priority == RequestPriority.History ? 50 : 75);
            foreach (var governor in governors)
                governor.Complete(governor.Used, null);
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task An_exit_may_use_what_the_others_behind_the_address_leave()
    {
        var egress = new EgressShare { Processes = 3 };
        var governor = new WeightGovernor(_time, 100, egress);
        (await governor.AcquireAsync(32, RequestPriority.Cancel, Patience, Cancellation)).ShouldBeTrue();
        governor.Complete(32, 60);
        (await governor.AcquireAsync(5, RequestPriority.Cancel, TimeSpan.Zero, Cancellation)).ShouldBeFalse();
        (await governor.AcquireAsync(40, RequestPriority.Exit, TimeSpan.Zero, Cancellation)).ShouldBeTrue();
        (await governor.AcquireAsync(1, RequestPriority.Exit, TimeSpan.Zero, Cancellation)).ShouldBeFalse();

        egress.Processes = 1;
        _time.Advance(TimeSpan.FromMinutes(1));
        governor.Complete(40, 0);
        (await governor.AcquireAsync(55, RequestPriority.Cancel, TimeSpan.Zero, Cancellation)).ShouldBeTrue("the others have gone");
    }

    [Fact]
    public async Task A_caller_that_gives_up_takes_nothing_with_it()
    {
        (await _governor.AcquireAsync(100, RequestPriority.Exit, Patience, Cancellation)).ShouldBeTrue();
        using var cancel = new CancellationTokenSource();
        var waiting = _governor.AcquireAsync(10, RequestPriority.Exit, Patience, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        _governor.Complete(100, null);
        _time.Advance(TimeSpan.FromMinutes(1));
        _governor.Used.ShouldBe(0);
    }
}
