using TradingBot.Exchange.Simulation;

namespace TradingBot.Exchange.MarketData;

/// <summary>The configuration section <c>MarketData:Simulated</c>.</summary>
public sealed class SimulatedOptions
{
    private const string Section = MarketDataOptions.Section + ":Simulated";

    /// <summary>The seed: the same seed, the same market.</summary>
    public ulong Seed { get; set; } = 1;

    /// <summary>Where the market's time begins.</summary>
    public DateTimeOffset Start { get; set; } = SimulatedFeed.DefaultStart;

    internal IEnumerable<string> Validate()
    {
        if (Start < SimulatedFeed.EarliestStart || Start > SimulatedFeed.LatestStart)
        {
            yield return $"{Section}:Start is {Start:u}; it must be {SimulatedFeed.EarliestStart:u} to {SimulatedFeed.LatestStart:u}.";
        }
    }
}
