using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Tests.Engine.Grains;

namespace TradingBot.Tests.Engine.Conformance;

public sealed class CallTests : ConformanceTests
{
    [Fact]
    public async Task Concurrent_callers_of_a_key_meet_one_activation()
    {
        var key = NewKey();
        var activations = await Task.WhenAll(Enumerable.Range(0, 200)
            .Select(_ => Task.Run(() => Engine.Grain<ICallGrain>(key).ActivationId())));
        Assert.Single(activations.Distinct());
        Assert.NotEqual(activations[0], await Engine.Grain<ICallGrain>().ActivationId());
    }

    [Fact]
    public async Task A_grain_keeps_its_memory_between_calls()
    {
        var grain = Engine.Grain<ICallGrain>();
        Assert.Equal(2, await grain.Add(2));
        Assert.Equal(5, await grain.AddQuickly(3));
        await grain.NoteQuickly("done");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turns_run_one_at_a_time_on_however_many_threads_callers_are(bool reentrant)
    {
        var key = NewKey();
        ICallMethods grain = reentrant ? Engine.Grain<IReentrantCallGrain>(key) : Engine.Grain<ICallGrain>(key);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
                await grain.YieldAndCount(10);
        }))).WaitAsync(Probe.Patience);
        Assert.Equal(32 * 20 * 10, await grain.Add(0));
    }

    [Fact]
    public async Task A_call_does_not_begin_before_the_one_before_it_has_ended()
    {
        var (grain, probe) = Make<ICallGrain>();
        var first = grain.WaitAt("a");
        Assert.Equal("begin a", await probe.NextAsync());
        var second = grain.WaitAt("b");
        probe.Open("b");
        probe.Open("a");
        await Task.WhenAll(first, second).WaitAsync(Probe.Patience);
        Assert.Equal(["begin a", "end a", "begin b", "end b"], probe.Log);
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_interleave()
    {
        var (grain, probe) = Make<IReentrantCallGrain>();
        var first = grain.WaitAt("a");
        var second = grain.WaitAt("b");
        probe.Open("b");
        await second.WaitAsync(Probe.Patience);
        Assert.False(first.IsCompleted);
        probe.Open("a");
        await first.WaitAsync(Probe.Patience);
    }

    [Fact]
    public async Task An_interleaving_method_runs_beside_a_call_and_before_those_that_wait()
    {
        var (grain, probe) = Make<ICallGrain>();
        var running = grain.WaitAt("a");
        Assert.Equal("begin a", await probe.NextAsync());
        var waiting = grain.Note("waited");
        await grain.Beside("beside").WaitAsync(Probe.Patience);
        Assert.False(running.IsCompleted);
        probe.Open("a");
        await Task.WhenAll(running, waiting).WaitAsync(Probe.Patience);
        Assert.Equal(["begin a", "beside", "end a", "waited"], probe.Log);
    }

    [Fact]
    public async Task Read_only_calls_run_beside_each_other_but_not_beside_a_writing_one()
    {
        var (grain, probe) = Make<ICallGrain>();
        // Calls that are on their way at the same time may overtake each other.
        var first = grain.ReadAt("a");
        Assert.Equal("begin a", await probe.NextAsync());
        var second = grain.ReadAt("b");
        Assert.Equal("begin b", await probe.NextAsync());
        var write = grain.WaitAt("c");
        probe.Open("c");
        Assert.False(write.IsCompleted);
        probe.Open("a");
        probe.Open("b");
        await Task.WhenAll(first, second, write).WaitAsync(Probe.Patience);
        Assert.Equal("begin c", probe.Log.ElementAt(4));
    }

    [Fact]
    public async Task A_circle_of_calls_ends_in_a_time_out_and_leaves_the_grains_usable()
    {
        var (a, _) = Make<ICallGrain>();
        var (b, _) = Make<ICallGrain>();
        await Task.WhenAll(a.Add(0), b.Add(0));
        var circle = a.CallMeBack(b.GetPrimaryKeyString());
        await Assert.ThrowsAsync<TimeoutException>(() => Engine.Time.AdvanceUntilAsync(circle, TimeSpan.FromSeconds(1)));
        // The grains' own calls began later than the test's.
        Engine.Time.Advance(EngineFixture.ResponseTimeout);
        Assert.Equal(1, await a.Add(1).WaitAsync(Probe.Patience));
        Assert.Equal(1, await b.Add(1).WaitAsync(Probe.Patience));
    }

    [Fact]
    public async Task A_caller_waits_as_long_as_the_method_says_and_the_call_goes_on_without_it()
    {
        var (grain, probe) = Make<ICallGrain>();
        var call = grain.WaitFiveSecondsAt("gate");
        Assert.Equal("begin gate", await probe.NextAsync());
        Engine.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(call.IsCompleted);
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => Engine.Time.AdvanceUntilAsync(call, TimeSpan.FromSeconds(1)));
        Assert.Contains(nameof(ICallMethods.WaitFiveSecondsAt), failure.Message, StringComparison.Ordinal);
        probe.Open("gate");
        Assert.Equal("end gate", await probe.NextAsync());
        await grain.Add(1).WaitAsync(Probe.Patience);
    }

    [Fact]
    public async Task Exceptions_reach_the_caller_with_type_and_message()
    {
        var grain = Engine.Grain<ICallGrain>();
        Assert.Equal("now", (await Assert.ThrowsAsync<InvalidTimeZoneException>(() => grain.FailAtOnce("now"))).Message);
        Assert.Equal("later", (await Assert.ThrowsAsync<InvalidTimeZoneException>(() => grain.FailLater("later"))).Message);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.Cancelled());
        Assert.Equal(1, await grain.Add(1));
    }

    [Fact]
    public async Task An_exception_of_a_call_that_had_to_wait_reaches_its_caller()
    {
        var (a, _) = Make<ICallGrain>();
        var probe = Probe.Of(a.GetPrimaryKeyString());
        var gate = a.WaitAt("gate");
        var failing = a.FailLater("after waiting");
        probe.Open("gate");
        await gate.WaitAsync(Probe.Patience);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => failing);
    }

    [Fact]
    public async Task A_callers_code_does_not_run_inside_the_grains_turn()
    {
        var (grain, probe) = Make<ICallGrain>();
        var call = grain.WaitAt("gate");
        Assert.Equal("begin gate", await probe.NextAsync());
        var after = Task.Run(async () =>
        {
            await call.ConfigureAwait(false);
            // Blocks the thread: were it the grain's turn, this call could never be answered.
            return TaskScheduler.Current == TaskScheduler.Default && grain.Add(1).Wait(Probe.Patience);
        });
        probe.Open("gate");
        Assert.True(await after.WaitAsync(Probe.Patience));
    }

    [Fact]
    public async Task Work_that_a_turn_starts_stays_on_the_grains_scheduler_and_Task_Run_leaves_it()
    {
        var grain = Engine.Grain<ICallGrain>();
        const string expected = "no context own own own own left own";
        Assert.Equal(expected, await grain.Schedulers());
        // Once more on a warm activation, from the thread pool and from a thread with a synchronization context.
        Assert.Equal(expected, await Task.Run(() => grain.Schedulers()));
        var outer = SynchronizationContext.Current;
        var inner = new InnerContext();
        SynchronizationContext.SetSynchronizationContext(inner);
        var call = grain.Schedulers();
        Assert.Same(inner, SynchronizationContext.Current);
        SynchronizationContext.SetSynchronizationContext(outer);
        Assert.Equal(expected, await call);
    }

    [Fact]
    public async Task A_continuation_takes_a_turn_and_not_the_thread_that_completes_what_it_waits_for()
    {
        var (grain, probe) = Make<ICallGrain>();
        var source = new TaskCompletionSource();
        probe.Values["task"] = source;
        var thread = grain.ThreadAfter("task");
        Assert.Equal("waiting", await probe.NextAsync());
        var completing = new Thread(source.SetResult);
        completing.Start();
        Assert.NotEqual(completing.ManagedThreadId, await thread.WaitAsync(Probe.Patience));
    }

    [Fact]
    public async Task The_request_context_travels_with_calls_and_changes_stay_with_the_callee()
    {
        var grain = Engine.Grain<ICallGrain>();
        RequestContext.Set("user", "ann");
        Assert.Equal("ann", await grain.ContextValue("user"));
        Assert.Equal("ann", await grain.ContextValueOf(NewKey(), "user"));
        await grain.SetContextValue("user", "bob");
        Assert.Equal("ann", RequestContext.Get("user"));
        RequestContext.Clear();
        Assert.Null(await grain.ContextValue("user"));
    }

    [Fact]
    public async Task A_one_way_call_does_not_wait_and_does_not_fail()
    {
        var (grain, probe) = Make<ICallGrain>();
        await grain.NoteOneWay("later", "gate");
        await grain.FailOneWay();
        Assert.Empty(probe.Log);
        probe.Open("gate");
        Assert.Equal("later", await probe.NextAsync());
    }

    [Fact]
    public async Task A_cancelled_token_reaches_the_grain_and_frees_the_caller()
    {
        var (grain, probe) = Make<ICallGrain>();
        using var cancellation = new CancellationTokenSource();
        var call = grain.WaitForCancellation(cancellation.Token);
        Assert.Equal("waiting", await probe.NextAsync());
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Probe.Patience));
        Assert.Equal("cancelled", await probe.NextAsync());
    }

    [Fact]
    public async Task Arguments_and_results_of_all_kinds_travel()
    {
        var id = Guid.NewGuid();
        var sent = new Payload("text", [new(1.5m, "USDT")], Guid.Empty, null, null);
        var echoed = await Engine.Grain<ICallGrain>().Echo(sent, id, ImmutableArray.Create(1, 2, 3), "n", new Money(2m, "BTC"));
        // An immutable array equals only itself, and this one may be a copy.
        Assert.Equal(sent.Amounts.AsEnumerable(), echoed.Amounts);
        Assert.Equal(sent with { Amounts = echoed.Amounts, Id = id, Maybe = "n3", Extra = new(2m, "BTC") }, echoed);
    }

    [Fact]
    public async Task A_reference_knows_its_grain_and_equals_others_to_it()
    {
        var key = NewKey();
        var grain = Engine.Grain<ICallGrain>(key);
        Assert.Equal(key, grain.GetPrimaryKeyString());
        Assert.Equal($"call|{key}", await grain.Identity());
        Assert.Equal(GrainId.Create("call", key), grain.GetGrainId());
        Assert.Equal(grain, Engine.Grain<ICallGrain>(key));
        Assert.NotEqual(grain, Engine.Grain<ICallGrain>());
        Assert.Equal(key, await grain.SelfReference());
        Assert.Equal(await grain.ActivationId(), await grain.AsReference<IIdentityGrain>().ActivationId());
        Assert.Equal(await grain.ActivationId(), await Engine.Client.GetGrain<ICallGrain>(grain.GetGrainId()).ActivationId());
    }

    [Fact]
    public async Task Grains_that_call_each_other_at_random_keep_their_turns()
    {
        var keys = Enumerable.Range(0, 20).Select(_ => NewKey()).ToArray();
        var random = new Random(1);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ =>
        {
            var path = Enumerable.Range(0, 30).Select(_ => keys[random.Next(keys.Length)]).ToImmutableArray();
            return Task.Run(() => Engine.Grain<IWalkGrain>(path[0]).Walk(path, 0));
        })).WaitAsync(Probe.Patience);
        var visits = await Task.WhenAll(keys.Select(key => Engine.Grain<IWalkGrain>(key).Visits()));
        Assert.Equal(64 * 30, visits.Sum());
    }

    private sealed class InnerContext : SynchronizationContext;
}
