using TradingBot.Trading;

namespace TradingBot.Tests.Checker.Input;

/// <summary>Whose order it is, by its client order id.</summary>
internal static class Prefixes
{
    private const int HashEnd = 17;

    /// <summary>The part that names the trader; null for an order that is not the service's.</summary>
    public static string? Of(string clientId) =>
        clientId.StartsWith(ClientOrderIds.Prefix, StringComparison.Ordinal)
            ? clientId[..Math.Min(HashEnd, clientId.Length)]
            : null;

    /// <summary>The part that names a trader.</summary>
    public static string OfTrader(string trader) => ClientOrderIds.PrefixOf(trader);

    /// <summary>The client order id of a trader's intent.</summary>
    public static string IdOf(string trader, long intent) => ClientOrderIds.Of(OfTrader(trader), intent);
}
