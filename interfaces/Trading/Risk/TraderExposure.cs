using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Trading.Risk;

/// <summary>What a trader has at stake: all that the rules of its user must know of it. It replaces what was told before.</summary>
/// <param name="Symbol">The trader's symbol.</param>
/// <param name="Mode">Which exchange.</param>
/// <param name="QuoteAsset">The asset of the amounts.</param>
/// <param name="Notional">Cost of the open position and of entry orders that may still fill; zero for none.</param>
/// <param name="Day">Number of the UTC day since 1970 that <paramref name="DayPnl"/> is of, by the market's clock.</param>
/// <param name="DayPnl">Realised PnL of that day.</param>
/// <param name="Realised">Realised PnL since the trader began in this mode.</param>
[GenerateSerializer, Immutable, Alias("trader-exposure")]
public sealed record TraderExposure(
    [property: Id(0)] MarketSymbol Symbol,
    [property: Id(1)] TradingMode Mode,
    [property: Id(2)] string QuoteAsset,
    [property: Id(3)] Fixed16 Notional,
    [property: Id(4)] long Day,
    [property: Id(5)] Fixed16 DayPnl,
    [property: Id(6)] Fixed16 Realised);
