using System.Collections.Immutable;
using TradingBot.Billing;

namespace TradingBot.Payments;

/// <summary>A link as the provider has it.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Reference">Our reference.</param>
/// <param name="UserId">The user noted on it; empty when there is none.</param>
/// <param name="Url">Where to pay.</param>
/// <param name="Status">How it stands.</param>
/// <param name="AmountPaise">What is to be paid.</param>
/// <param name="Payments">Captured payments; only where a single link was asked for.</param>
public sealed record ProviderLink(
    string Id, string Reference, string UserId, string Url, ProviderLinkStatus Status, long AmountPaise, ImmutableArray<PaymentFacts> Payments);
