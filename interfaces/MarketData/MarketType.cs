namespace TradingBot.MarketData;

/// <summary>A Binance market.</summary>
[GenerateSerializer, Alias("market-type")]
public enum MarketType
{
    /// <summary>Spot.</summary>
    Spot,

    /// <summary>USDⓈ-margined perpetual futures.</summary>
    Usdm,
}
