namespace TradingBot.Engine.Calls;

/// <summary>How calls of a method run.</summary>
[Flags]
public enum GrainMethodOptions
{
    /// <summary>One at a time, and the caller waits.</summary>
    None = 0,

    /// <summary>Beside whatever runs.</summary>
    AlwaysInterleave = 1,

    /// <summary>Beside others of its kind.</summary>
    ReadOnly = 2,

    /// <summary>The caller does not wait.</summary>
    OneWay = 4,
}
