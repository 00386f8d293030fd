using System.Collections.Immutable;
using TradingBot.MarketData;

namespace TradingBot.Accounts;

/// <summary>A user of the service. Key: the user id.</summary>
[Alias("user")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>Adds a symbol to the user's traders; adding it again changes nothing.</summary>
    [Alias("add-trader")]
    Task AddTraderAsync(MarketSymbol symbol);

    /// <summary>The symbols that the user has a trader for, in order.</summary>
    [Alias("get-traders")]
    Task<ImmutableArray<MarketSymbol>> GetTradersAsync();
}
