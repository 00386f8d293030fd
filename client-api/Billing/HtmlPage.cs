using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace TradingBot.ClientApi.Billing;

/// <summary>A page that stands for itself: its own style, nothing from elsewhere, no scripts.</summary>
/// <param name="title">Title; encoded here.</param>
/// <param name="body">Body, encoded by whoever writes it.</param>
/// <param name="takesForms">It has a form, which goes to where it comes from.</param>
internal sealed class HtmlPage(string title, string body, bool takesForms = false) : IResult
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:38rem;margin:3rem auto;padding:0 1rem;color:#222}"
        + "table{border-collapse:collapse;width:100%}td,th{padding:.35rem 0;border-bottom:1px solid #ddd;text-align:left}"
        + "td:last-child{text-align:right}.mark{color:#a00;font-weight:600}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The whole page.</summary>
    public string Text { get; } =
        $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Encode(title)}</title>"
        + $"<style>{Style}</style></head><body>\n<h1>{Encode(title)}</h1>\n{body}\n</body></html>\n";

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    public Task ExecuteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = $"{Policy}; form-action '{(takesForms ? "self" : "none")}'";
        return context.Response.WriteAsync(Text, context.RequestAborted);
    }
}
