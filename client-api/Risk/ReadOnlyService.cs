using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;
using TradingBot.Trading.Risk;

namespace TradingBot.ClientApi.Risk;

/// <summary>While the service is read-only users change nothing, but for what ends trading or access; those who run it still do.</summary>
internal static class ReadOnlyService
{
    /// <summary>What a user is told.</summary>
    public const string Reason = "The service is read-only for now; stop, pause, flatten and the kill switch work.";

    /// <summary>Refuses changes of a group.</summary>
    public static RouteGroupBuilder RefusedWhileReadOnly(this RouteGroupBuilder group) => group.AddEndpointFilter(static async (invocation, next) =>
    {
        var context = invocation.HttpContext;
        if (HttpMethods.IsGet(context.Request.Method) || context.User.RunsService() || context.GetEndpoint()?.Metadata.GetMetadata<Allowed>() is not null
            || !await IsOnAsync(context.RequestServices.GetRequiredService<IClusterClient>()))
            return await next(invocation);
        throw new RequestException(503, Reason, []);
    });

    /// <summary>Works also while the service is read-only.</summary>
    public static TBuilder AlsoWhileReadOnly<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Allowed());

    /// <summary>Whether the service is read-only.</summary>
    public static async Task<bool> IsOnAsync(IClusterClient grains) =>
        (await grains.GetGrain<IServiceControlGrain>(IServiceControlGrain.Key).GetStateAsync()).Mode == ServiceMode.ReadOnly;

    private sealed class Allowed;
}
