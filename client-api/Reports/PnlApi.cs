using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Journal;
using TradingBot.ClientApi.Limits;

namespace TradingBot.ClientApi.Reports;

/// <summary><c>/pnl</c>: what trading has achieved.</summary>
internal static class PnlApi
{
    public static void MapPnl(this IEndpointRouteBuilder routes) =>
        routes.MapApi("/pnl", "Journal").MapGet("", GetAsync)
            .Describe("getPnl", "Reports realised and unrealised PnL, the key figures, periods, symbols and the equity curve.", 404, 429).IsHeavy();

    private static async Task<Ok<PnlResponse>> GetAsync([AsParameters] PnlQuery query, ClaimsPrincipal caller, IClusterClient grains)
    {
        var (owner, report) = query.Read(caller);
        return TypedResults.Ok(PnlResponse.Of(await grains.JournalOf(owner, caller).GetReportAsync(report)));
    }
}
