using Orleans;

namespace TradingBot.Tests.Engine.Conformance;

/// <summary>Base of the behaviour tests: an engine each, and grains that no other test uses.</summary>
public abstract class ConformanceTests : IAsyncLifetime
{
    protected EngineFixture Engine { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Engine = await EngineFixture.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static string NewKey() => Guid.NewGuid().ToString();

    protected (T Grain, Probe Probe) Make<T>()
        where T : IGrainWithStringKey
    {
        var key = NewKey();
        return (Engine.Grain<T>(key), Probe.Of(key));
    }
}
