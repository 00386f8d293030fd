namespace TradingBot.Trading.Risk;

/// <summary>What the user's switch and the service's mode ask of a trader, above its own settings.</summary>
/// <param name="Version">Rises with every change: a trader ignores one that is older than what it has.</param>
/// <param name="BlockedBy">What forbids entries; <see cref="RiskRule.None"/> allows them.</param>
/// <param name="Flatten">Positions are to be closed at market.</param>
/// <param name="AskFirst">The user has rules of their own: each entry is asked for, and what is at stake is told.</param>
[GenerateSerializer, Immutable, Alias("trading-control")]
public sealed record TradingControl(
    [property: Id(0)] long Version,
    [property: Id(1)] RiskRule BlockedBy = RiskRule.None,
    [property: Id(2)] bool Flatten = false,
    [property: Id(3)] bool AskFirst = false);

/// <summary>A trader's answer to a <see cref="TradingControl"/>.</summary>
/// <param name="IsDone">
/// True when it holds, durably where that matters: where entries are forbidden none is open or on its way any more, and where positions are
/// to be closed there is none, or its sale is under way. Otherwise it is to be asked again.
/// </param>
/// <param name="Exposure">What it has at stake; null before it has settings.</param>
[GenerateSerializer, Immutable, Alias("control-answer")]
public sealed record ControlAnswer([property: Id(0)] bool IsDone, [property: Id(1)] TraderExposure? Exposure);
