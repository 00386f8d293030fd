using Orleans;
using Orleans.Runtime;
using Orleans.Streams;
using TradingBot.Tests.Engine.Grains;

namespace TradingBot.Tests.Engine.Conformance;

public sealed class StreamTests : ConformanceTests
{
    private readonly string _stream = NewKey();

    [Fact]
    public async Task Every_subscriber_gets_every_item_in_order()
    {
        var subscribers = Enumerable.Range(0, 5).Select(_ => Make<IStreamGrain>()).ToList();
        foreach (var (grain, _) in subscribers)
            await grain.Subscribe(_stream);
        await Engine.Grain<IStreamGrain>().Publish(_stream, 1, 100);
        foreach (var (_, probe) in subscribers)
            await AssertItemsAsync(probe, 1, 100);
    }

    [Fact]
    public async Task An_item_activates_its_subscriber_which_resumes()
    {
        var (grain, probe) = Make<IStreamGrain>();
        await grain.Subscribe(_stream);
        await grain.Deactivate();
        await Stream().OnNextAsync(1);
        await AssertItemsAsync(probe, 1, 1);
        Assert.Equal(2, probe.Log.Count(what => what == "activated"));
    }

    [Fact]
    public async Task A_subscription_survives_a_restart()
    {
        var (grain, probe) = Make<IStreamGrain>();
        await grain.Subscribe(_stream);
        await Engine.RestartAsync();
        await Stream().OnNextAsync(1);
        await AssertItemsAsync(probe, 1, 1);
        Assert.Equal(1, await Engine.Grain<IStreamGrain>(grain.GetPrimaryKeyString()).Subscriptions(_stream));
    }

    [Fact]
    public async Task A_grain_that_has_unsubscribed_gets_nothing_and_neither_does_another_stream()
    {
        var (gone, goneProbe) = Make<IStreamGrain>();
        var (stays, staysProbe) = Make<IStreamGrain>();
        await gone.Subscribe(_stream);
        await stays.Subscribe(_stream);
        await gone.Unsubscribe(_stream);
        Assert.Equal(0, await gone.Subscriptions(_stream));
        await Stream().OnNextAsync(1);
        await Stream("another").OnNextAsync(2);
        await AssertItemsAsync(staysProbe, 1, 1);
        Assert.Equal(["activated"], goneProbe.Log);
    }

    [Fact]
    public async Task A_failing_subscriber_fails_neither_the_publisher_nor_the_others()
    {
        var (failing, failingProbe) = Make<IStreamGrain>();
        var (sound, soundProbe) = Make<IStreamGrain>();
        failingProbe.Values["fail"] = true;
        await failing.Subscribe(_stream);
        await sound.Subscribe(_stream);
        await Engine.Grain<IStreamGrain>().Publish(_stream, 1, 3);
        await AssertItemsAsync(soundProbe, 1, 3);
    }

    [Fact]
    public async Task A_client_subscribes_and_unsubscribes()
    {
        var items = Probe.Of(NewKey());
        var handle = await Stream().SubscribeAsync((item, token) =>
        {
            Assert.NotNull(token);
            items.Note($"{item}");
            return Task.CompletedTask;
        });
        await Engine.Grain<IStreamGrain>().Publish(_stream, 1, 2);
        await AssertItemsAsync(items, 1, 2);
        await handle.UnsubscribeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => handle.UnsubscribeAsync());
    }

    [Fact]
    public async Task A_stream_knows_its_provider_and_identity()
    {
        Assert.Equal(StreamId.Create("numbers", _stream), Stream().StreamId);
        Assert.Equal(EngineFixture.StreamProvider, Stream().ProviderName);
        Assert.ThrowsAny<Exception>(() => Engine.Client.GetStreamProvider("unknown"));
        await Stream().OnNextAsync(1);
    }

    private static async Task AssertItemsAsync(Probe probe, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            string what;
            do
                what = await probe.NextAsync();
            while (what == "activated");
            Assert.Equal($"{i}", what);
        }
    }

    private IAsyncStream<int> Stream(string? key = null) =>
        Engine.Client.GetStreamProvider(EngineFixture.StreamProvider).GetStream<int>(StreamId.Create("numbers", key ?? _stream));
}
