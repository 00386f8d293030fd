using Microsoft.AspNetCore.Http;

namespace TradingBot.ClientApi.Access;

/// <summary>
/// The web page's token, in a cookie that no script reads and no other site has sent. A request that it lets in must have the header
/// <see cref="Header"/> where it changes something: another site's form cannot set it, and its script is not allowed to.
/// </summary>
internal static class SessionCookie
{
    public const string Name = "tb_session";
    public const string Header = "X-Requested-With";

    /// <summary>The token, unless another site may have sent the request.</summary>
    public static string? Read(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Headers.ContainsKey(Header) ? request.Cookies[Name] : null;

    public static void Set(HttpContext context, string token, DateTimeOffset expires) => context.Response.Cookies.Append(Name, token, Options(context, expires));

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, null));

    private static CookieOptions Options(HttpContext context, DateTimeOffset? expires) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/", Expires = expires, IsEssential = true,
    };
}
