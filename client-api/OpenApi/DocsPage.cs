using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TradingBot.ClientApi.OpenApi;

/// <summary><c>/docs</c>: shows the description, and tries requests out. Loads nothing from elsewhere.</summary>
internal static class DocsPage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapDocsPage(this IEndpointRouteBuilder routes)
    {
        Map("/docs", "docs.html", "text/html; charset=utf-8");
        Map("/docs/docs.css", "docs.css", "text/css; charset=utf-8");
        Map("/docs/docs.js", "docs.js", "text/javascript; charset=utf-8");

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
        using var stream = typeof(DocsPage).Assembly.GetManifestResourceStream(typeof(DocsPage), file)
            ?? throw new InvalidOperationException($"{file} is not embedded.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
