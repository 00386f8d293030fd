using System.Collections.Immutable;
using TradingBot.Grains.Trading.Risk;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <summary>Says everything that is wrong with a trader's settings, by field and limit.</summary>
public static class TraderSettingsValidator
{
    private const int MaxLeverage = 125;

    /// <summary>Checks settings against the strategy's limits and the symbol's filters.</summary>
    /// <returns>Empty when the settings can be used.</returns>
    public static ImmutableArray<ValidationError> Validate(TraderSettings settings, SymbolInfo symbol, StrategyCatalog strategies)
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        if (settings.Interval == default)
            errors.Add(new("interval", $"missing; use one of {string.Join(' ', CandleInterval.Names)}."));
        if (settings.Strategy is null)
            errors.Add(new("strategy", "missing; name one, heikin-ashi-breakout for example."));
        else
            errors.AddRange(strategies.Validate(settings.Strategy));
        if (SizeError(settings.Size, symbol) is { } message)
            errors.Add(new("size.value", message));
        if (symbol.Id.Market == MarketType.Spot && settings.Leverage != 1)
            errors.Add(new("leverage", $"{settings.Leverage} is not possible on spot; it must be 1."));
        else if (settings.Leverage is < 1 or > MaxLeverage)
            errors.Add(new("leverage", $"{settings.Leverage} is outside 1 to {MaxLeverage}."));
        if (!Enum.IsDefined(settings.Mode))
            errors.Add(new("mode", $"{settings.Mode} is not paper, testnet, demo or live."));
        if (!Enum.IsDefined(settings.ManualChange))
            errors.Add(new("manualChange", $"{settings.ManualChange} is not pause or adopt."));
        if (settings.Risk is { } risk)
            errors.AddRange(RiskLimitsValidator.Validate(risk, "risk."));
        return errors.ToImmutable();
    }

    private static string? SizeError(PositionSize size, SymbolInfo symbol)
    {
        if (!Enum.IsDefined(size.Kind))
            return $"{size.Kind} is not a kind of size; use fixed, quote or percent.";
        if (!size.Value.IsPositive)
            return $"{size.Value} is not above zero.";
        return size.Kind switch
        {
            SizeKind.Percent when size.Value > new Fixed8(100 * Fixed8.Scale) => $"{size.Value} % is above 100 %.",
            SizeKind.Quote when size.Value < symbol.MinNotional => $"{size.Value} {symbol.QuoteAsset} is below the smallest order, {symbol.MinNotional}.",
            SizeKind.Fixed when !size.Value.IsMultipleOf(symbol.StepSize) => $"{size.Value} is not a multiple of the step size {symbol.StepSize}.",
            SizeKind.Fixed when size.Value < symbol.MinQuantity || size.Value > symbol.MaxQuantity =>
                $"{size.Value} is outside {symbol.MinQuantity} to {symbol.MaxQuantity}.",
            _ => null,
        };
    }
}
