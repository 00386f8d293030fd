namespace TradingBot.Exchange.Binance;

/// <summary>Which of Binance's venues.</summary>
public enum BinanceEnvironment
{
    /// <summary>Real money.</summary>
    Live,

    /// <summary>The testnet: wiped about monthly, without <c>/sapi</c>.</summary>
    Testnet,

    /// <summary>Demo trading: live prices, play money.</summary>
    Demo,
}
