using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.ClientApi.Access;

namespace TradingBot.ClientApi.Http;

/// <summary>Bounds how many requests over a whole history a user has at a time, so that nobody takes the machine from trading.</summary>
internal static class HeavyRequests
{
    private const string Policy = "heavy";
    private const int AtATime = 4;
    private const int Waiting = 16;

    public static void AddHeavyRequests(this IServiceCollection services) => services.AddRateLimiter(static limits =>
    {
        limits.AddPolicy(Policy, static context => RateLimitPartition.GetConcurrencyLimiter(
            context.User.Id(), static _ => new() { PermitLimit = AtATime, QueueLimit = Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }));
        limits.OnRejected = static async (rejected, _) =>
            await Problems.WriteAsync(rejected.HttpContext, 429, $"At most {AtATime} reports and exports of a user run at the same time, and {Waiting} wait.");
    });

    /// <summary>Marks an endpoint whose work grows with the history.</summary>
    public static TBuilder IsHeavy<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireRateLimiting(Policy);
}
