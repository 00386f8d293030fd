namespace TradingBot.ClientApi.Billing;

/// <summary>Who pays. Stored sealed, erased by DELETE.</summary>
/// <param name="Name">3 to 50 characters.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Phone">Telephone number with country code: + and 8 to 15 digits.</param>
/// <param name="TimeZone">IANA name of the user's time zone; unchanged when it is left out.</param>
public sealed record CustomerRequest(string? Name = null, string? Email = null, string? Phone = null, string? TimeZone = null);

/// <summary>What to pay for.</summary>
/// <param name="Plan">A plan's id, from GET /billing/plans.</param>
public sealed record PaymentLinkRequest(string? Plan = null);

/// <summary>Days without payment.</summary>
/// <param name="Plan">A plan's id.</param>
/// <param name="Days">1 to 3,660.</param>
/// <param name="Reason">Why, for the audit trail, 1 to 200 characters.</param>
public sealed record GrantRequest(string? Plan = null, int? Days = null, string? Reason = null);

/// <summary>More days of the same plan.</summary>
/// <param name="Days">1 to 3,660.</param>
/// <param name="Reason">Why, for the audit trail, 1 to 200 characters.</param>
public sealed record ExtensionRequest(int? Days = null, string? Reason = null);

/// <summary>A payment was given back by other ways than the provider's.</summary>
/// <param name="Reason">Why, for the audit trail, 1 to 200 characters.</param>
public sealed record RefundMarkRequest(string? Reason = null);
