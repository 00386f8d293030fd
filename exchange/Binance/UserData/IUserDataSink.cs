namespace TradingBot.Exchange.Binance.UserData;

/// <summary>Hears what happens in one account. Calls come one after the other.</summary>
internal interface IUserDataSink
{
    void OnOrder(OrderEvent e);

    /// <summary>The stream runs, or does not: what happened in between must be queried.</summary>
    void OnState(bool connected);
}
