namespace TradingBot.Billing;

/// <summary>What became of a payment. Only one that is <see cref="Credited"/> covers time.</summary>
[GenerateSerializer, Alias("payment-standing")]
public enum PaymentStanding
{
    /// <summary>It covers a cycle.</summary>
    Credited,

    /// <summary>Given back in full; it covers nothing.</summary>
    Refunded,

    /// <summary>Lost in a dispute; it covers nothing.</summary>
    ChargedBack,

    /// <summary>Less than the price.</summary>
    Partial,

    /// <summary>More than the price.</summary>
    WrongAmount,

    /// <summary>Not in INR.</summary>
    WrongCurrency,

    /// <summary>For a link that this service does not know.</summary>
    UnknownLink,
}
