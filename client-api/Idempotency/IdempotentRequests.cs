using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Orleans;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;
using TradingBot.Requests;

namespace TradingBot.ClientApi.Idempotency;

/// <summary>
/// Carries a change with an <c>Idempotency-Key</c> out once, however often it is sent: the answer is kept for a day and given again. A key
/// belongs to its user and to one request: method, address and body. What was refused or has failed changes nothing and is not kept.
/// </summary>
internal sealed class IdempotentRequests(RequestDelegate next, IClusterClient grains)
{
    public const string Header = "Idempotency-Key";
    public const string Replayed = "Idempotency-Replayed";
    public const int LongestKey = 128;

    public async Task InvokeAsync(HttpContext context)
    {
        var key = context.Request.Headers[Header].ToString();
        if (key.Length == 0 || !IsChange(context))
        {
            await next(context);
            return;
        }

        if (key.Length > LongestKey || key.Any(static c => c is <= ' ' or > '~'))
            throw RequestException.Invalid(new ValidationError(Header, $"must be 1 to {LongestKey} visible ASCII characters without spaces."));
        var fingerprint = await FingerprintAsync(context.Request, context.RequestAborted);
        var request = grains.GetGrain<IRequestGrain>($"{context.User.Id()}/{Hash(Encoding.ASCII.GetBytes(key))}");
        var decision = await request.BeginAsync(fingerprint);
        await (decision.Kind switch
        {
            RequestDecisionKind.Go => RunAsync(context, request, fingerprint),
            RequestDecisionKind.Replay => ReplayAsync(context, decision.Answer!),
            RequestDecisionKind.Another => throw Refused("belongs to another request; choose a new one."),
            _ => throw Refused("belongs to a request that is being carried out; ask again in a moment."),
        });
    }

    private async Task RunAsync(HttpContext context, IRequestGrain request, string fingerprint)
    {
        var (body, answer) = (context.Response.Body, new MemoryStream());
        KeptAnswer? kept = null;
        context.Response.Body = answer;
        try
        {
            await next(context);
            if (context.Response.StatusCode is >= 200 and < 300)
            {
                kept = new(
                    context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.Location,
                    context.GetEndpoint()?.Metadata.GetMetadata<TellsSecret>() is null ? Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length) : null);
            }
        }
        finally
        {
            context.Response.Body = body;
            await request.FinishAsync(fingerprint, kept);
        }

        answer.Position = 0;
        await answer.CopyToAsync(body, context.RequestAborted);
    }

    private static Task ReplayAsync(HttpContext context, KeptAnswer answer)
    {
        if (answer.Body is null)
            throw Refused("belongs to a request that was carried out; the secret in its answer is told once.");
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.Headers.Location = answer.Location;
        context.Response.Headers[Replayed] = "true";
        return answer.Body.Length == 0 ? Task.CompletedTask : context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static bool IsChange(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
        && context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is not null;

    private static async Task<string> FingerprintAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (buffer, length) = await RequestBody.ReadAsync(request.Body, cancellationToken);
        request.Body = new MemoryStream(buffer, 0, length, writable: false);
        return Hash([.. Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"), .. buffer.AsSpan(0, length)]);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static RequestException Refused(string why) => RequestException.Conflict($"This {Header} {why}", new ValidationError(Header, why));
}

/// <summary>Says of an endpoint that its answer has a secret in it, which is stored nowhere.</summary>
internal sealed record TellsSecret
{
    public static readonly TellsSecret Instance = new();
}

internal static class IdempotencyExtensions
{
    /// <summary>The answer has a secret in it, which is stored nowhere.</summary>
    public static TBuilder TellsSecret<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(Idempotency.TellsSecret.Instance);
}
