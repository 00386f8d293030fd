using System.Security.Claims;
using Orleans;
using TradingBot.ClientApi.Access;
using TradingBot.Journal;

namespace TradingBot.ClientApi.Journal;

/// <summary>Which journal a caller reads: their own holds nobody else's rows, whatever a query says.</summary>
internal static class JournalAccess
{
    public static IJournalGrain JournalOf(this IGrainFactory grains, string? owner, ClaimsPrincipal caller) =>
        grains.GetGrain<IJournalGrain>(owner ?? (caller.IsAdmin() ? IJournalGrain.AllUsers : caller.Id()));
}
