using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using TradingBot.Audit;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Audit;

/// <summary>
/// Takes every change that is asked for down in the audit trail, durably and before it is made: whatever was done is in it. What was
/// refused is followed by an entry that says so.
/// </summary>
internal static class AuditFilter
{
    private const int LongestText = 2_000;
    private static readonly JsonSerializerOptions Json = new(ApiJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Audits all changes of a group.</summary>
    public static RouteGroupBuilder Audited(this RouteGroupBuilder group) => group.AddEndpointFilter(static async (invocation, next) =>
    {
        if (HttpMethods.IsGet(invocation.HttpContext.Request.Method))
            return await next(invocation);
        await RecordAsync(invocation.HttpContext, TextOf(invocation));
        try
        {
            return await next(invocation);
        }
        catch (Exception failure)
        {
            await RecordAsync(invocation.HttpContext, failure is RequestException e ? $"refused ({e.Status}): {e.Message}" : "failed; the outcome is not known");
            throw;
        }
    });

    /// <summary>The body of a request is part of its entry: there is no secret in it.</summary>
    public static TBuilder AuditsBody<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(BodyInText.Instance);

    /// <summary>The user whom a request is about is what its path calls <c>id</c>.</summary>
    public static TBuilder IsAboutUserOfPath<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(UserInPath.Instance);

    /// <summary>Takes down what a user does that is not signed in yet.</summary>
    public static Task RecordAsync(HttpContext context, IClusterClient grains, string userId, string action) =>
        grains.GetGrain<IAuditGrain>(userId).RecordAsync(userId, action, "", "", AddressOf(context));

    private static Task RecordAsync(HttpContext context, string text)
    {
        var metadata = context.GetEndpoint()!.Metadata;
        var route = context.Request.RouteValues;
        var (caller, about) = (context.User.Id(), context.User.Id());
        var named = metadata.GetMetadata<UserInPath>() is null ? route["user"] as string ?? context.Request.Query["user"] : route["id"] as string;
        // Only those who may touch others write about others.
        if (named is not null && context.User.RunsService() && TraderKey.IsUserId(named))
            about = named;
        var subject = string.Join(' ', route.Where(static v => v.Key != "user").Select(static v => v.Value as string));
        return context.RequestServices.GetRequiredService<IClusterClient>().GetGrain<IAuditGrain>(caller).RecordAsync(
            about, metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName, Clip(subject, 200), Clip(text, LongestText), AddressOf(context));
    }

    private static string TextOf(EndpointFilterInvocationContext invocation) =>
        invocation.HttpContext.GetEndpoint()!.Metadata.GetMetadata<BodyInText>() is not null && invocation.Arguments.OfType<IJsonBody>().FirstOrDefault() is { } body
            ? JsonSerializer.Serialize(body.Content, Json)
            : "";

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress is not { } address ? "" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    private static string Clip(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length), "…");

    private sealed class BodyInText
    {
        public static readonly BodyInText Instance = new();
    }

    private sealed class UserInPath
    {
        public static readonly UserInPath Instance = new();
    }
}
