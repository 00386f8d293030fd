using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace TradingBot.ClientApi.Http;

/// <summary>Writes problem details (RFC 9457), the body of every error.</summary>
public static class Problems
{
    public const string ContentType = "application/problem+json";

    // What is echoed must stay readable, however long what was sent.
    private const int LongestField = 100;
    private const int LongestMessage = 500;

    public static async Task WriteAsync(HttpContext context, int status, string? detail = null, IReadOnlyList<ValidationError>? errors = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        var problem = Of(status, detail ?? DetailOf(status, context.Request.Method), errors ?? []);
        await JsonSerializer.SerializeAsync(context.Response.Body, problem, ApiJson.Options, context.RequestAborted);
    }

    /// <summary>The problem of a status.</summary>
    public static Problem Of(int status, string detail, IReadOnlyList<ValidationError> errors) => new(
        "about:blank", ReasonPhrases.GetReasonPhrase(status), status, Clip(detail, LongestMessage),
        errors.Count > 0
            ? errors.GroupBy(e => Clip(e.Field, LongestField))
                .ToDictionary(g => g.Key, g => g.Select(e => Clip(e.Message, LongestMessage)).ToArray(), StringComparer.Ordinal)
            : null);

    /// <summary>What an error says that has nothing more to say.</summary>
    public static string DetailOf(int status, string method) => status switch
    {
        400 => "The request is not valid.",
        401 => "A valid token is missing; send it as: Authorization: Bearer TOKEN.",
        402 => "The subscription has ended; pay first.",
        403 => "This is not for your role, or not for this token's scope.",
        404 => "There is nothing at this address.",
        405 => $"{method} is not possible here.",
        413 => $"The body is larger than {ApiLimits.MaxBodyBytes} bytes.",
        415 => "The body must be JSON: Content-Type: application/json.",
        500 => "The service failed; its log tells why.",
        503 => "The service does not answer in time; try again.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };

    private static string Clip(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length), "…");
}
