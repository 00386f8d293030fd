using TradingBot.MarketData;
using TradingBot.Trading.Risk;

namespace TradingBot.Trading;

/// <summary>Which exchange stands behind a trader.</summary>
[GenerateSerializer, Alias("trading-mode")]
public enum TradingMode
{
    /// <summary>The simulated account of the service.</summary>
    Paper,

    /// <summary>Binance's testnet.</summary>
    Testnet,

    /// <summary>Binance's demo trading.</summary>
    Demo,

    /// <summary>Real money.</summary>
    Live,
}

/// <summary>What a trader trades with; a change takes effect at the next close, and an open position keeps its stop.</summary>
/// <param name="Interval">The candles' interval.</param>
/// <param name="Strategy">Strategy and parameters.</param>
/// <param name="Size">Size of an entry.</param>
/// <param name="Leverage">1 on spot; on USDⓈ-M 1 to 125.</param>
/// <param name="Mode">Which exchange.</param>
/// <param name="Risk">The trader's own risk rules; null for the default ones.</param>
/// <param name="ManualChange">What it does when somebody else has changed its position at the venue; means nothing on paper.</param>
[GenerateSerializer, Immutable, Alias("trader-settings")]
public sealed record TraderSettings(
    [property: Id(0)] CandleInterval Interval,
    [property: Id(1)] StrategySettings Strategy,
    [property: Id(2)] PositionSize Size,
    [property: Id(3)] int Leverage = 1,
    [property: Id(4)] TradingMode Mode = TradingMode.Paper,
    [property: Id(5)] TraderRiskLimits? Risk = null,
    [property: Id(6)] ManualChange ManualChange = ManualChange.Pause);
