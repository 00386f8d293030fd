using Microsoft.AspNetCore.Routing;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Dashboard;

/// <summary>
/// <c>/dashboard</c>: the service at work, for operators. The page itself shows nothing: what it shows it reads from <c>/health</c>
/// and <c>/health/processes</c>, which ask for an operator. Loads nothing from elsewhere.
/// </summary>
internal static class DashboardPage
{
    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        routes.MapEmbedded("/dashboard", typeof(DashboardPage), "dashboard.html");
        routes.MapEmbedded("/dashboard/dashboard.css", typeof(DashboardPage), "dashboard.css");
        routes.MapEmbedded("/dashboard/dashboard.js", typeof(DashboardPage), "dashboard.js");
    }
}
