using Microsoft.AspNetCore.Routing;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.OpenApi;

/// <summary><c>/docs</c>: shows the description, and tries requests out. Loads nothing from elsewhere.</summary>
internal static class DocsPage
{
    public static void MapDocsPage(this IEndpointRouteBuilder routes)
    {
        routes.MapEmbedded("/docs", typeof(DocsPage), "docs.html");
        routes.MapEmbedded("/docs/docs.css", typeof(DocsPage), "docs.css");
        routes.MapEmbedded("/docs/docs.js", typeof(DocsPage), "docs.js");
    }
}
