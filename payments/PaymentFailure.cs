namespace TradingBot.Payments;

/// <summary>The closed set of ways in which a request to a payment provider can fail.</summary>
public enum PaymentFailure
{
    /// <summary>Refused; nothing has changed.</summary>
    Refused,

    /// <summary>Refused because the reference is taken.</summary>
    Duplicate,

    /// <summary>Not there.</summary>
    NotFound,

    /// <summary>Too many requests; nothing has changed.</summary>
    RateLimited,

    /// <summary>Wrong credentials; nothing has changed.</summary>
    Unauthorised,

    /// <summary>Never left this machine: no connection, or the circuit is open; nothing has changed.</summary>
    NotSent,

    /// <summary>No usable answer (HTTP 5xx, time-out, broken connection): it may or may not have been carried out.</summary>
    Unknown,
}
