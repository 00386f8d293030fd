namespace TradingBot.Simulator.Faults;

/// <summary>The faults that can be asked for.</summary>
internal static class FaultKind
{
    /// <summary>The request is carried out, its answer never arrives.</summary>
    public const string AnswerLost = "answer-lost";

    /// <summary>The request is never carried out, and no answer arrives.</summary>
    public const string TimeoutBefore = "timeout-before";

    /// <summary>The connection breaks at once; the request arrives and is carried out <c>ms</c> later.</summary>
    public const string LateRequest = "late-request";

    /// <summary>HTTP 5xx (<c>status</c>, 503), carried out or not (<c>executed</c>).</summary>
    public const string HttpError = "http-error";

    /// <summary>-1007, carried out or not (<c>executed</c>).</summary>
    public const string Unknown1007 = "unknown-1007";

    /// <summary>429 with Retry-After (<c>ms</c>).</summary>
    public const string RateLimit = "rate-limit";

    /// <summary>418 with Retry-After (<c>ms</c>).</summary>
    public const string Ban = "ban";

    /// <summary>The server's clock goes wrong by <c>ms</c>.</summary>
    public const string ClockSkew = "clock-skew";

    /// <summary>All WebSockets break.</summary>
    public const string DropSockets = "drop-sockets";

    /// <summary>All WebSockets stay open and say nothing for <c>ms</c>.</summary>
    public const string FreezeSockets = "freeze-sockets";

    /// <summary>Frames of market streams come twice.</summary>
    public const string DuplicateFrames = "duplicate-frames";

    /// <summary>Frames of market streams change places with the connection's next one.</summary>
    public const string ReorderFrames = "reorder-frames";

    /// <summary>Frames of market streams are lost.</summary>
    public const string LostFrames = "lost-frames";

    /// <summary>User data events come twice.</summary>
    public const string DuplicateEvents = "duplicate-events";

    /// <summary>User data events come <c>ms</c> late.</summary>
    public const string LateEvents = "late-events";

    /// <summary>User data events change places with the next one.</summary>
    public const string ReorderEvents = "reorder-events";

    /// <summary>User data events are lost.</summary>
    public const string LostEvents = "lost-events";

    /// <summary>Fills come in two parts.</summary>
    public const string PartialFills = "partial-fills";

    /// <summary>Stop orders are refused (<c>code</c>, <c>msg</c>).</summary>
    public const string RefuseStops = "refuse-stops";

    /// <summary>Balances go back to the start, orders vanish: what the testnet does about monthly.</summary>
    public const string WipeAccount = "wipe-account";

    public static readonly IReadOnlyList<string> All =
    [
        AnswerLost, TimeoutBefore, LateRequest, HttpError, Unknown1007, RateLimit, Ban, ClockSkew, DropSockets, FreezeSockets, DuplicateFrames,
        ReorderFrames, LostFrames, DuplicateEvents, LateEvents, ReorderEvents, LostEvents, PartialFills, RefuseStops, WipeAccount,
    ];
}
