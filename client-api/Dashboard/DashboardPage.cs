using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TradingBot.ClientApi.Dashboard;

/// <summary>
/// <c>/dashboard</c>: the service at work, for operators. The page itself shows nothing: what it shows it reads from <c>/metrics</c> and
/// <c>/health</c>, which ask for an administrator. Loads nothing from elsewhere.
/// </summary>
internal static class DashboardPage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        Map("/dashboard", "dashboard.html", "text/html; charset=utf-8");
        Map("/dashboard/dashboard.css", "dashboard.css", "text/css; charset=utf-8");
        Map("/dashboard/dashboard.js", "dashboard.js", "text/javascript; charset=utf-8");

        void Map(string path, string file, string contentType)
        {
            var content = Read(file);
            routes.MapGet(path, (HttpContext context) =>
            {
                context.Response.Headers.ContentSecurityPolicy = Policy;
                return TypedResults.Bytes(content, contentType);
            }).AllowAnonymous().ExcludeFromDescription();
        }
    }

    private static byte[] Read(string file)
    {
        using var stream = typeof(DashboardPage).Assembly.GetManifestResourceStream(typeof(DashboardPage), file)
            ?? throw new InvalidOperationException($"{file} is not embedded.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
