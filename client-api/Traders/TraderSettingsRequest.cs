using System.Collections.Immutable;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Risk;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Traders;

/// <summary>What a trader trades with.</summary>
/// <param name="Interval">Interval of the candles.</param>
/// <param name="Strategy">Strategy; heikin-ashi-breakout with its defaults when it is left out.</param>
/// <param name="Size">Size of an entry.</param>
/// <param name="Leverage">1 on spot, 1 to 125 on usdm; 1 when it is left out.</param>
/// <param name="Mode">Which exchange; paper when it is left out.</param>
/// <param name="Risk">The trader's own risk rules; all but stale market data are off when it is left out.</param>
/// <param name="ManualChange">When somebody else has changed its position at the venue: pause, or adopt what it is now; pause when it is left out.</param>
public sealed record TraderSettingsRequest(
    CandleInterval? Interval = null, StrategyRequest? Strategy = null, SizeRequest? Size = null, int? Leverage = null, TradingMode? Mode = null,
    TraderRiskRequest? Risk = null, ManualChange? ManualChange = null)
{
    /// <summary>The settings, with what is missing gathered in <paramref name="errors"/>; their limits are the grain's business.</summary>
    internal TraderSettings Read(List<ValidationError> errors)
    {
        if (Interval is null)
            errors.Add(new("interval", $"is missing; one of {string.Join(' ', CandleInterval.Names)}."));
        if (Size is null)
            errors.Add(new("size", "is missing; {\"kind\": \"quote\", \"value\": \"1000\"} for example."));
        else if (Size.Kind is null)
            errors.Add(new("size.kind", $"is missing; one of {string.Join(", ", EnumNames.Of(typeof(SizeKind)))}."));
        if (Size is { Value: null })
            errors.Add(new("size.value", "is missing; a decimal number above zero."));
        if (Strategy is { Name: null })
            errors.Add(new("strategy.name", "is missing; GET /api/v1/strategies lists them."));
        var parameters = (Strategy?.Parameters ?? new Dictionary<string, NumberText>())
            .ToImmutableSortedDictionary(p => p.Key, p => p.Value.Text, StringComparer.Ordinal);
        return new(
            Interval ?? default,
            new(Strategy?.Name ?? StrategySettings.HeikinAshiBreakout, parameters),
            new(Size?.Kind ?? default, Size?.Value ?? default),
            Leverage ?? 1,
            Mode ?? TradingMode.Paper,
            Risk?.Read(),
            ManualChange ?? TradingBot.Trading.ManualChange.Pause);
    }
}

/// <summary>A strategy with its parameters.</summary>
/// <param name="Name">Its name, from GET /strategies.</param>
/// <param name="Parameters">Parameter name to value, as a number or in a string; those left out have their defaults.</param>
public sealed record StrategyRequest(string? Name = null, IReadOnlyDictionary<string, NumberText>? Parameters = null);

/// <summary>The size of an entry.</summary>
/// <param name="Kind">fixed: base quantity; quote: quote amount; percent: of the free quote balance.</param>
/// <param name="Value">Above zero; a percentage at most 100.</param>
public sealed record SizeRequest(SizeKind? Kind = null, Fixed8? Value = null);
