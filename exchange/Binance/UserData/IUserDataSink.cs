namespace TradingBot.Exchange.Binance.UserData;

/// <summary>Hears what happens in one account. Calls come one after the other.</summary>
internal interface IUserDataSink
{
    void OnOrder(OrderEvent e);

    /// <summary>A balance has changed to a new amount.</summary>
    /// <param name="asset">Asset.</param>
    /// <param name="total">All of it; on USDⓈ-M the wallet balance.</param>
    /// <param name="free">What no open order ties up; on USDⓈ-M the wallet balance.</param>
    void OnBalance(string asset, decimal total, decimal free);

    /// <summary>The stream runs, or does not: what happened in between must be queried.</summary>
    void OnState(bool connected);
}
