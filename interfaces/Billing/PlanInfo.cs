using System.Collections.Immutable;
using TradingBot.Trading;

namespace TradingBot.Billing;

/// <summary>A plan to choose.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="MaxSymbols">The most traders, at least 1.</param>
/// <param name="Modes">Where its traders may trade.</param>
/// <param name="CycleDays">Days that one payment covers.</param>
/// <param name="Price">The price of one cycle.</param>
[GenerateSerializer, Immutable, Alias("plan-info")]
public sealed record PlanInfo(
    [property: Id(0)] string Id,
    [property: Id(1)] string Title,
    [property: Id(2)] int MaxSymbols,
    [property: Id(3)] ImmutableArray<TradingMode> Modes,
    [property: Id(4)] int CycleDays,
    [property: Id(5)] PriceBreakdown Price);
