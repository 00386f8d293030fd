using System.Collections.Immutable;
using TradingBot.Trading;

namespace TradingBot.Billing;

/// <summary>What a user's subscription allows now: the answer of the one gate that every door asks.</summary>
/// <param name="Stage">How the subscription stands; <see cref="SubscriptionStage.Active"/> where nothing is billed.</param>
/// <param name="Modes">Where the user may trade.</param>
/// <param name="MaxSymbols">The most traders.</param>
/// <param name="Reason">Why something is restricted, in a sentence for users; empty when nothing is.</param>
[GenerateSerializer, Immutable, Alias("subscription-access")]
public sealed record SubscriptionAccess(
    [property: Id(0)] SubscriptionStage Stage,
    [property: Id(1)] ImmutableArray<TradingMode> Modes,
    [property: Id(2)] int MaxSymbols,
    [property: Id(3)] string Reason)
{
    /// <summary>The field that errors about a subscription name.</summary>
    public const string Field = "subscription";

    /// <summary>Nothing is restricted.</summary>
    public static SubscriptionAccess Unrestricted { get; } =
        new(SubscriptionStage.Active, [.. Enum.GetValues<TradingMode>()], int.MaxValue, "");

    /// <summary>Whether the user may change and start things.</summary>
    public bool MayCommand => Stage != SubscriptionStage.ReadOnly;

    /// <summary>Whether a trader may open positions; what stands against it, or null.</summary>
    /// <param name="mode">Where it trades.</param>
    public string? EntryRefusal(TradingMode mode) =>
        Stage >= SubscriptionStage.EntriesPaused ? Reason
        : Modes.Contains(mode) ? null
        : $"the plan does not include {mode} trading";
}
