namespace TradingBot.Trading;

/// <summary>What a trader does when somebody else has changed its position at the venue.</summary>
[GenerateSerializer, Alias("manual-change")]
public enum ManualChange
{
    /// <summary>It makes no entries until its user resumes it. What is left of its position is managed; what was added is left alone.</summary>
    Pause,

    /// <summary>It goes on with the position as it is now, under its stop.</summary>
    Adopt,
}
