using System.Collections.Immutable;
using TradingBot.Numbers;

namespace TradingBot.Grains.Trading.Strategies;

/// <summary>A kind of strategy, chosen by name. Register an implementation with the service collection to add one.</summary>
public interface IStrategyPlugin
{
    /// <summary>Unique name, small letters and hyphens.</summary>
    string Name { get; }

    /// <summary>One sentence for users.</summary>
    string Description { get; }

    /// <summary>The parameters, with their limits.</summary>
    ImmutableArray<StrategyParameter> Parameters { get; }

    /// <summary>What is wrong with a set of values beyond each value's own limits, or null.</summary>
    ValidationError? Validate(StrategyParameterValues values) => null;

    /// <summary>Makes a strategy from validated values.</summary>
    IStrategy Create(StrategyParameterValues values);
}

/// <summary>One parameter of a strategy.</summary>
/// <param name="Name">Name in camel case.</param>
/// <param name="Description">One sentence for users.</param>
/// <param name="Unit">Unit of the value: <c>quote</c>, <c>candles</c>, <c>multiple</c>.</param>
/// <param name="Min">Smallest value allowed.</param>
/// <param name="Max">Largest value allowed.</param>
/// <param name="Default">Value when it is left out.</param>
/// <param name="IsInteger">Only whole numbers are allowed.</param>
public sealed record StrategyParameter(
    string Name, string Description, string Unit, Fixed8 Min, Fixed8 Max, Fixed8 Default, bool IsInteger = false);

/// <summary>Validated parameter values by name.</summary>
public sealed class StrategyParameterValues(IReadOnlyDictionary<string, Fixed8> values)
{
    /// <summary>The value of a parameter.</summary>
    public Fixed8 this[string name] => values[name];

    /// <summary>The value of a whole-number parameter.</summary>
    public int WholeNumber(string name) => (int)(values[name].Units / Fixed8.Scale);
}
