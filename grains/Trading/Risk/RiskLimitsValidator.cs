using System.Collections.Immutable;
using TradingBot.Numbers;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading.Risk;

/// <summary>Says everything that is wrong with limits, by field and range.</summary>
public static class RiskLimitsValidator
{
    private const int MaxMinutes = 43_200;
    private const int MaxPositions = 1_000;
    private const int MaxOrders = 600;
    private const int MaxCandles = 100;

    // Sums of what is smaller cannot overflow.
    private static readonly Fixed8 MaxAmount = new(9_000_000_000 * Fixed8.Scale);

    /// <summary>Checks a trader's limits; empty when they can be used.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="prefix">What stands before the fields' names.</param>
    public static ImmutableArray<ValidationError> Validate(TraderRiskLimits limits, string prefix) => Errors(
        prefix,
        Amount("maxPositionNotional", limits.MaxPositionNotional),
        Amount("maxDailyLoss", limits.MaxDailyLoss),
        Amount("maxDrawdown", limits.MaxDrawdown),
        Count("coolDownMinutes", limits.CoolDownMinutes, 0, MaxMinutes),
        Count("stopGuardStops", limits.StopGuardStops, 0, TraderRisk.MaxStops),
        Count("stopGuardWindowMinutes", limits.StopGuardWindowMinutes, 1, MaxMinutes),
        Count("stopGuardPauseMinutes", limits.StopGuardPauseMinutes, 1, MaxMinutes),
        Count("maxOrdersPerMinute", limits.MaxOrdersPerMinute, 0, MaxOrders),
        Count("staleAfterCandles", limits.StaleAfterCandles, 0, MaxCandles));

    /// <summary>Checks a user's limits; empty when they can be used.</summary>
    public static ImmutableArray<ValidationError> Validate(UserRiskLimits limits) => Errors(
        "",
        Count("maxOpenPositions", limits.MaxOpenPositions, 0, MaxPositions),
        Amount("maxTotalNotional", limits.MaxTotalNotional),
        Amount("maxDailyLoss", limits.MaxDailyLoss),
        Amount("maxDrawdown", limits.MaxDrawdown));

    private static ImmutableArray<ValidationError> Errors(string prefix, params ReadOnlySpan<(string Field, string? Message)> checks)
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        foreach (var (field, message) in checks)
        {
            if (message is not null)
                errors.Add(new(prefix + field, message));
        }

        return errors.ToImmutable();
    }

    private static (string Field, string? Message) Amount(string field, Fixed8 value) =>
        (field, value < Fixed8.Zero || value > MaxAmount ? $"{value} is outside 0 (off) to {MaxAmount}." : null);

    private static (string Field, string? Message) Count(string field, int value, int min, int max) =>
        (field, value < min || value > max ? $"{value} is outside {min}{(min == 0 ? " (off)" : "")} to {max}." : null);
}
