using Orleans.Runtime;

namespace TradingBot.Engine.Calls;

/// <summary>Where the grains of one class are.</summary>
internal interface IGrainRoute
{
    GrainId IdOf(string key);

    GrainReference Refer(Type? grainInterface, string key);

    /// <summary>Sends a call to the grain's activation, which is made where there is none.</summary>
    Task Send(string key, GrainRequest request, ref CallTarget? target);
}
