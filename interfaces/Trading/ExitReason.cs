namespace TradingBot.Trading;

/// <summary>Why a position was closed.</summary>
[GenerateSerializer, Alias("exit-reason")]
public enum ExitReason
{
    /// <summary>The protective stop-limit filled.</summary>
    Stop,

    /// <summary>The stop was triggered but stayed unfilled, and the position was sold at market at the candle's close.</summary>
    Escalation,

    /// <summary>The strategy asked for it at a candle's close.</summary>
    Signal,

    /// <summary>The user closed the position.</summary>
    Flatten,
}
