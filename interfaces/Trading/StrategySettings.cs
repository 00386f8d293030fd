using System.Collections.Immutable;

namespace TradingBot.Trading;

/// <summary>A strategy chosen by name, with its parameters as text (<c>"buyOffset": "10"</c>); the strategy validates them.</summary>
/// <param name="Name">The strategy's name, <c>heikin-ashi-breakout</c> for example.</param>
/// <param name="Parameters">Parameter name to value. Parameters left out have the strategy's defaults.</param>
[GenerateSerializer, Immutable, Alias("strategy-settings")]
public sealed record StrategySettings(
    [property: Id(0)] string Name,
    [property: Id(1)] ImmutableSortedDictionary<string, string> Parameters)
{
    /// <summary>The default strategy of the service.</summary>
    public const string HeikinAshiBreakout = "heikin-ashi-breakout";

    /// <summary>The default strategy with its two offsets, in quote units.</summary>
    public static StrategySettings Breakout(string buyOffset, string sellOffset) =>
        new(HeikinAshiBreakout, ImmutableSortedDictionary<string, string>.Empty
            .Add("buyOffset", buyOffset).Add("sellOffset", sellOffset));
}
