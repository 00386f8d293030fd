using Orleans;

namespace TradingBot.Tests.Engine.Grains;

public interface IUnremindableGrain : IGrainWithStringKey
{
    Task Remind();
}

public sealed class UnremindableGrain : Grain, IUnremindableGrain
{
    public Task Remind() => this.RegisterOrUpdateReminder("r", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
}
