using TradingBot.Billing;

namespace TradingBot.Payments;

/// <summary>A link to be made.</summary>
/// <param name="Reference">Our name of it, unique at the provider, 1 to 40 characters.</param>
/// <param name="AmountPaise">What is to be paid, at least 100.</param>
/// <param name="Description">What for, as the payer sees it.</param>
/// <param name="UserId">Noted on link and payment, and read back from every event.</param>
/// <param name="Customer">Who pays.</param>
/// <param name="ExpiresAt">When it stops working, milliseconds UTC; at least 15 minutes ahead.</param>
/// <param name="CallbackUrl">Where the payer's browser goes afterwards; null for nowhere.</param>
public sealed record LinkOrder(
    string Reference, long AmountPaise, string Description, string UserId, CustomerDetails Customer, long ExpiresAt, Uri? CallbackUrl);
