namespace TradingBot.Billing;

/// <summary>What time is covered by.</summary>
[GenerateSerializer, Alias("coverage-kind")]
public enum CoverageKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The trial.</summary>
    Trial,

    /// <summary>A grant of the operator.</summary>
    Grant,

    /// <summary>A payment.</summary>
    Payment,
}
