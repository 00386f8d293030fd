using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TradingBot.ClientApi.Http;

/// <summary>Serves files that are part of the program: pages that load nothing from elsewhere, for whoever comes.</summary>
internal static class EmbeddedFile
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8", [".css"] = "text/css; charset=utf-8", [".js"] = "text/javascript; charset=utf-8",
    };

    /// <summary>Maps one.</summary>
    /// <param name="routes">Where it is mapped.</param>
    /// <param name="path">Its address.</param>
    /// <param name="neighbour">A type in whose folder it lies.</param>
    /// <param name="file">Its name.</param>
    public static void MapEmbedded(this IEndpointRouteBuilder routes, string path, Type neighbour, string file)
    {
        var (content, contentType) = (Read(neighbour, file), ContentTypes[Path.GetExtension(file)]);
        routes.MapGet(path, (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return TypedResults.Bytes(content, contentType);
        }).AllowAnonymous().ExcludeFromDescription();
    }

    private static byte[] Read(Type neighbour, string file)
    {
        using var stream = neighbour.Assembly.GetManifestResourceStream(neighbour, file)
            ?? throw new InvalidOperationException($"{file} is not embedded.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
