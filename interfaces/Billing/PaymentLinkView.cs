namespace TradingBot.Billing;

/// <summary>A link to pay by, open for one payment.</summary>
/// <param name="Reference">Our name of it, unique at the provider.</param>
/// <param name="Url">Where to pay.</param>
/// <param name="Plan">The plan that it is for.</param>
/// <param name="Price">What is to be paid.</param>
/// <param name="ExpiresAt">When it stops working, milliseconds UTC.</param>
[GenerateSerializer, Immutable, Alias("payment-link-view")]
public sealed record PaymentLinkView(
    [property: Id(0)] string Reference,
    [property: Id(1)] string Url,
    [property: Id(2)] PlanInfo Plan,
    [property: Id(3)] PriceBreakdown Price,
    [property: Id(4)] long ExpiresAt);
