namespace TradingBot.Tests.Telegram.Server;

/// <summary>What goes wrong with a request.</summary>
public enum ServerFault
{
    /// <summary>429: again after a second.</summary>
    TooMany,

    /// <summary>403.</summary>
    Forbidden,

    /// <summary>409.</summary>
    Conflict,

    /// <summary>500, nothing was done.</summary>
    ServerError,

    /// <summary>502 from a proxy, without JSON; it was done.</summary>
    BadGatewayAfter,

    /// <summary>It was done, and the connection ends before the answer.</summary>
    AnswerLost,

    /// <summary>The connection ends before it was done.</summary>
    Dropped,
}
