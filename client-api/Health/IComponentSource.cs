using TradingBot.Operation;

namespace TradingBot.ClientApi.Health;

/// <summary>Tells how the parts that the service depends on are. From whoever hosts the API.</summary>
public interface IComponentSource
{
    /// <summary>The components as their last use has shown them.</summary>
    IEnumerable<ComponentStatus> Read();
}
