using System.Collections.Immutable;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading.Strategies;

/// <summary>The strategies that users can choose, by name.</summary>
public sealed class StrategyCatalog(IEnumerable<IStrategyPlugin> plugins)
{
    private readonly ImmutableSortedDictionary<string, IStrategyPlugin> _plugins =
        plugins.ToImmutableSortedDictionary(p => p.Name, p => p, StringComparer.Ordinal);

    /// <summary>The strategies that come with the service.</summary>
    public static StrategyCatalog BuiltIn { get; } = new([new HeikinAshiBreakoutPlugin(), new EmaCrossPlugin()]);

    /// <summary>All strategies in the order of their names.</summary>
    public IEnumerable<IStrategyPlugin> Plugins => _plugins.Values;

    /// <summary>Everything that is wrong with the settings; empty when they can be used.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="field">What the caller calls the settings, a prefix of the field names in the answer.</param>
    public ImmutableArray<ValidationError> Validate(StrategySettings settings, string field = "strategy") =>
        TryRead(settings, field, out _, out var errors) is null ? errors : [];

    /// <summary>Makes the strategy.</summary>
    /// <exception cref="ArgumentException">The settings are not valid.</exception>
    public IStrategy Create(StrategySettings settings) =>
        TryRead(settings, "strategy", out var plugin, out var errors) is { } values
            ? plugin!.Create(values)
            : throw new ArgumentException(string.Join("; ", errors), nameof(settings));

    private StrategyParameterValues? TryRead(
        StrategySettings settings, string field, out IStrategyPlugin? plugin, out ImmutableArray<ValidationError> errors)
    {
        if (!_plugins.TryGetValue(settings.Name ?? "", out plugin))
        {
            errors = [new($"{field}.name", $"'{settings.Name}' is not a strategy; use one of {string.Join(", ", _plugins.Keys)}.")];
            return null;
        }

        var found = ImmutableArray.CreateBuilder<ValidationError>();
        var values = plugin.Parameters.ToDictionary(p => p.Name, p => p.Default, StringComparer.Ordinal);
        foreach (var (name, text) in settings.Parameters ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            var parameter = plugin.Parameters.FirstOrDefault(p => p.Name == name);
            if (parameter is null)
                found.Add(new($"{field}.parameters.{name}", $"{plugin.Name} has no parameter '{name}'; it has {string.Join(", ", values.Keys)}."));
            else if (!Fixed8.TryParse(text, out var value) || value < parameter.Min || value > parameter.Max)
                found.Add(new($"{field}.parameters.{name}", $"'{text}' is not a number from {parameter.Min} to {parameter.Max} with at most 8 decimals."));
            else if (parameter.IsInteger && !value.IsMultipleOf(Fixed8.One))
                found.Add(new($"{field}.parameters.{name}", $"'{text}' is not a whole number from {parameter.Min} to {parameter.Max}."));
            else
                values[name] = value;
        }

        var result = new StrategyParameterValues(values);
        if (found.Count == 0 && plugin.Validate(result) is { } error)
            found.Add(error with { Field = $"{field}.parameters.{error.Field}" });
        errors = found.ToImmutable();
        return errors.IsEmpty ? result : null;
    }
}
