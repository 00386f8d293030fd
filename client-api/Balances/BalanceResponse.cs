using TradingBot.Numbers;

namespace TradingBot.ClientApi.Balances;

/// <summary>The balance of an asset in an account.</summary>
/// <param name="User">Whose.</param>
/// <param name="Account">Mode and market: paper-spot, testnet-usdm.</param>
/// <param name="Asset">Asset.</param>
/// <param name="Total">All of it.</param>
/// <param name="Free">The part that no open order ties up.</param>
public sealed record BalanceResponse(string User, string Account, string Asset, Fixed16 Total, Fixed16 Free);
