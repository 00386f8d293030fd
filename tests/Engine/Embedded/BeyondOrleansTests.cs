using Orleans;
using Orleans.Runtime;
using Orleans.Streams;
using TradingBot.Tests.Engine.Conformance;
using TradingBot.Tests.Engine.Grains;

namespace TradingBot.Tests.Engine.Embedded;

/// <summary>What this engine does and Orleans does not: a comfort of the one process, and nothing that grains may rely on.</summary>
public sealed class BeyondOrleansTests : ConformanceTests
{
    private readonly string _stream = NewKey();

    private IAsyncStream<int> Stream =>
        Engine.Client.GetStreamProvider(EngineFixture.StreamProvider).GetStream<int>(StreamId.Create("numbers", _stream));

    [Fact]
    public async Task Calls_of_one_caller_begin_in_order()
    {
        var (grain, probe) = Make<ICallGrain>();
        var first = grain.WaitAt("gate");
        var others = Enumerable.Range(0, 100).Select(i => grain.Note($"{i}")).ToList();
        probe.Open("gate");
        await Task.WhenAll(others.Append(first)).WaitAsync(Probe.Patience);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), probe.Log.Skip(2));
    }

    [Fact]
    public async Task A_grain_that_asks_for_its_end_while_it_is_activated_answers_first()
    {
        var (grain, probe) = Make<ILifeGrain>();
        probe.Values["deactivate on activation"] = true;
        await grain.Note("answered").WaitAsync(Probe.Patience);
        Assert.Equal(["activated", "answered"], probe.Log.Take(2));
    }

    [Fact]
    public async Task A_reentrant_subscriber_gets_items_in_order_even_from_a_publisher_that_does_not_wait()
    {
        var (grain, probe) = Make<IReentrantStreamGrain>();
        await grain.Subscribe(_stream);
        await Task.WhenAll(Enumerable.Range(1, 100).Select(i => Stream.OnNextAsync(i)));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"{i}"), probe.Log.Skip(1));
    }

    [Fact]
    public async Task A_publisher_that_does_not_wait_keeps_its_order()
    {
        var (grain, probe) = Make<IStreamGrain>();
        await grain.Subscribe(_stream);
        await Task.WhenAll(Enumerable.Range(1, 100).Select(i => Stream.OnNextAsync(i)));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"{i}"), probe.Log.Skip(1));
    }

    [Fact]
    public async Task An_error_reaches_the_subscribers()
    {
        var (grain, probe) = Make<IStreamGrain>();
        await grain.Subscribe(_stream);
        await Stream.OnErrorAsync(new InvalidOperationException("of the feed"));
        Assert.Equal("activated", await probe.NextAsync());
        Assert.Equal("of the feed", await probe.NextAsync());
    }
}
