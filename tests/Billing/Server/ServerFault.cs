namespace TradingBot.Tests.Billing.Server;

/// <summary>What goes wrong with the next request of a kind.</summary>
public enum ServerFault
{
    /// <summary>Carried out, and the connection breaks before the answer.</summary>
    AnswerLost,

    /// <summary>Not carried out, and the connection breaks.</summary>
    Dropped,

    /// <summary>Carried out, and the answer is HTTP 502.</summary>
    BadGatewayAfter,

    /// <summary>Not carried out, HTTP 500.</summary>
    ServerError,

    /// <summary>Not carried out, HTTP 429.</summary>
    TooManyRequests,

    /// <summary>Carried out, and the answer never comes.</summary>
    Hangs,

    /// <summary>Carried out, and the answer is not JSON.</summary>
    Garbled,

    /// <summary>A list leaves out what was made last.</summary>
    StaleList,
}
