using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Limits;

/// <summary>
/// Bounds what comes from one address, before anything is looked up for it; and locks an address out that guesses. The same wrong token again
/// is one guess: a client that has lost its access is not locked out with all its neighbours.
/// </summary>
internal sealed class AddressGuard : IDisposable
{
    private static readonly object Guess = new();

    private readonly RequestDelegate _next;
    private readonly bool _countsGuesses;
    private readonly PartitionedRateLimiter<HttpContext> _requests;
    private readonly PartitionedRateLimiter<HttpContext> _repetitions;
    private readonly PartitionedRateLimiter<HttpContext> _guesses;

    public AddressGuard(RequestDelegate next, LimitOptions limits)
    {
        _next = next;
        _countsGuesses = limits.GuessesPerMinute > 0;
        _requests = PartitionedRateLimiter.Create<HttpContext, string>(c => RequestLimits.PerSecond(AddressOf(c), limits.AddressRequestsPerSecond));
        _repetitions = PartitionedRateLimiter.Create<HttpContext, string>(static c => Minutely($"{AddressOf(c)} {c.Items[Guess]}", 1));
        _guesses = PartitionedRateLimiter.Create<HttpContext, string>(c => Minutely(AddressOf(c), Math.Max(1, limits.GuessesPerMinute)));
    }

    /// <summary>Tells that a request came with a wrong token or code.</summary>
    /// <param name="context">The request.</param>
    /// <param name="hash">Hash of what was wrong.</param>
    public static void TellGuess(HttpContext context, string hash) => context.Items[Guess] = hash;

    public async Task InvokeAsync(HttpContext context)
    {
        // Whoever looks after the process is not shut out.
        if (context.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal))
        {
            await _next(context);
            return;
        }

        if (_countsGuesses && _guesses.GetStatistics(context) is { CurrentAvailablePermits: 0 })
            throw new RequestException(429, "Too many wrong tokens or codes came from this address; wait a minute.", []);
        using var lease = _requests.AttemptAcquire(context);
        if (!lease.IsAcquired)
            throw new RequestException(429, "Too many requests come from this address.", []);
        try
        {
            await _next(context);
        }
        finally
        {
            if (_countsGuesses && context.Items.ContainsKey(Guess) && Takes(_repetitions, context))
                Takes(_guesses, context);
        }
    }

    public void Dispose()
    {
        _requests.Dispose();
        _repetitions.Dispose();
        _guesses.Dispose();
    }

    private static bool Takes(PartitionedRateLimiter<HttpContext> limiter, HttpContext context)
    {
        using var lease = limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    private static RateLimitPartition<string> Minutely(string key, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        key, _ => new() { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
