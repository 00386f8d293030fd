using Microsoft.AspNetCore.Routing;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Web;

/// <summary>The web page: signing in, and what one's traders do. Everything that it shows or does is an operation of the API.</summary>
internal static class WebPage
{
    public static void MapWebPage(this IEndpointRouteBuilder routes)
    {
        routes.MapEmbedded("/", typeof(WebPage), "page.html");
        routes.MapEmbedded("/web/page.css", typeof(WebPage), "page.css");
        routes.MapEmbedded("/web/page.js", typeof(WebPage), "page.js");
    }
}
