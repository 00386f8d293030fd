using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Limits;

/// <summary>
/// Bounds how often a token is used and how long a request takes; and how many requests over a whole history a user has at a time, so that
/// nobody takes the machine from trading.
/// </summary>
internal static class RequestLimits
{
    private const string Heavy = "heavy";
    private const int AtATime = 4;
    private const int Waiting = 16;
    private const int TenthsOfSecond = 10;

    public static void AddRequestLimits(this IServiceCollection services)
    {
        services.TryAddSingleton(new LimitOptions());
        services.AddRateLimiter(static limiter =>
        {
            limiter.AddPolicy(Heavy, static context => RateLimitPartition.GetConcurrencyLimiter(
                context.User.Id(), static _ => new() { PermitLimit = AtATime, QueueLimit = Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }));
            limiter.OnRejected = static async (rejected, _) => await RefuseAsync(rejected);
        });
        services.AddOptions<RateLimiterOptions>().Configure<LimitOptions>(static (limiter, limits) =>
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                PerSecond(context.User.Identity?.IsAuthenticated == true ? context.User.TokenKey() : "", limits.RequestsPerSecond)));
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<LimitOptions>(static (timeouts, limits) => timeouts.DefaultPolicy = new()
        {
            Timeout = TimeSpan.FromSeconds(limits.RequestSeconds), TimeoutStatusCode = 503,
        });
    }

    /// <summary>So many a second, and twice as many at once. Nobody is bound who has no key, and no one by 0.</summary>
    public static RateLimitPartition<string> PerSecond(string key, int permits) => key.Length == 0 || permits == 0
        ? RateLimitPartition.GetNoLimiter(key)
        : RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
        {
            TokenLimit = 2 * permits,
            TokensPerPeriod = Math.Max(1, permits / TenthsOfSecond),
            ReplenishmentPeriod = TimeSpan.FromSeconds(permits < TenthsOfSecond ? 1.0 / permits : 1.0 / TenthsOfSecond),
            QueueLimit = 0,
        });

    /// <summary>Marks an endpoint whose work grows with the history; it may take its time.</summary>
    public static TBuilder IsHeavy<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireRateLimiting(Heavy).WithMetadata(new DisableRequestTimeoutAttribute());

    private static Task RefuseAsync(OnRejectedContext rejected)
    {
        // Only a rate tells when to come back.
        if (!rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
            return Problems.WriteAsync(rejected.HttpContext, 429, $"At most {AtATime} reports and exports of a user run at the same time, and {Waiting} wait.");
        rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problems.WriteAsync(rejected.HttpContext, 429, "Too many requests come with this token.");
    }
}
