using System.Collections.Concurrent;

namespace TradingBot.Exchange.Binance.Limits;

/// <summary>
/// How many unfilled orders each account may still place (ORDERS limits, headers <c>X-MBX-ORDER-COUNT-…</c>). The last tenth of
/// a budget is kept for exits, so that a loop of refused entries cannot take a position's stop from it.
/// </summary>
/// <param name="timeProvider">Clock.</param>
internal sealed class OrderBudgets(TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<(string ApiKey, string Window), (int Count, long Window)> _counts = new();
    private OrderLimit[] _limits = [];

    /// <summary>The limits of <c>exchangeInfo</c>.</summary>
    public void SetLimits(IEnumerable<OrderLimit> limits) => _limits = [.. limits];

    /// <summary>Books what an answer's headers say.</summary>
    /// <param name="apiKey">The account's key.</param>
    /// <param name="window">The header's suffix: <c>10S</c>, <c>1M</c>, <c>1D</c>.</param>
    /// <param name="count">Orders in that window.</param>
    public void Report(string apiKey, string window, int count)
    {
        if (LimitOf(window) is { } limit)
            _counts[(apiKey, limit.Window)] = (count, WindowOf(limit));
    }

    /// <summary>Why an order must not be sent now; null when it may.</summary>
    public string? Refusal(string apiKey, RequestPriority priority)
    {
        foreach (var limit in _limits)
        {
            if (!_counts.TryGetValue((apiKey, limit.Window), out var used) || used.Window != WindowOf(limit))
                continue;
            var allowed = priority <= RequestPriority.Cancel ? limit.Count : limit.Count * 9 / 10;
            if (used.Count >= allowed)
                return $"{used.Count} of {limit.Count} orders per {limit.Window} are used";
        }

        return null;
    }

    private OrderLimit? LimitOf(string window) =>
        Array.Find(_limits, l => l.Window.Equals(window, StringComparison.OrdinalIgnoreCase));

    private long WindowOf(OrderLimit limit) => timeProvider.GetUtcNow().Ticks / limit.Length.Ticks;
}

/// <summary>One ORDERS limit.</summary>
/// <param name="Window">Its header suffix, <c>10S</c>.</param>
/// <param name="Length">Its length.</param>
/// <param name="Count">Orders allowed.</param>
internal sealed record OrderLimit(string Window, TimeSpan Length, int Count);
