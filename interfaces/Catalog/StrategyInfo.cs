using System.Collections.Immutable;
using TradingBot.Numbers;

namespace TradingBot.Catalog;

/// <summary>A strategy that users can choose.</summary>
/// <param name="Name">Its name in settings.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Parameters">Its parameters.</param>
[GenerateSerializer, Immutable, Alias("strategy-info")]
public sealed record StrategyInfo(
    [property: Id(0)] string Name,
    [property: Id(1)] string Description,
    [property: Id(2)] ImmutableArray<StrategyParameterInfo> Parameters);

/// <summary>A parameter of a strategy.</summary>
/// <param name="Name">Its name in settings.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Unit">Unit: <c>quote</c>, <c>candles</c>, <c>multiple</c>.</param>
/// <param name="Min">Smallest value allowed.</param>
/// <param name="Max">Largest value allowed.</param>
/// <param name="Default">Value when it is left out.</param>
/// <param name="IsInteger">Only whole numbers are allowed.</param>
[GenerateSerializer, Immutable, Alias("strategy-parameter-info")]
public sealed record StrategyParameterInfo(
    [property: Id(0)] string Name,
    [property: Id(1)] string Description,
    [property: Id(2)] string Unit,
    [property: Id(3)] Fixed8 Min,
    [property: Id(4)] Fixed8 Max,
    [property: Id(5)] Fixed8 Default,
    [property: Id(6)] bool IsInteger);
