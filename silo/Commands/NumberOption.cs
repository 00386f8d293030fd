using System.CommandLine;
using System.CommandLine.Parsing;
using TradingBot.Numbers;

namespace TradingBot.Silo.Commands;

/// <summary>An option that takes a decimal number within limits.</summary>
internal sealed class NumberOption : Option<Fixed8?>
{
    private readonly Fixed8 _min;
    private readonly Fixed8 _max;
    private readonly bool _minIncluded;
    private readonly bool _maxIncluded;

    public NumberOption(
        string name, string description, string? standard, string min, string max, bool minIncluded = true, bool maxIncluded = true)
        : base(name)
    {
        (_min, _max, _minIncluded, _maxIncluded) = (Fixed8.Parse(min), Fixed8.Parse(max), minIncluded, maxIncluded);
        HelpName = "NUMBER";
        Description = description;
        CustomParser = Read;
        if (standard is not null)
            DefaultValueFactory = _ => Fixed8.Parse(standard);
    }

    private Fixed8? Read(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (Fixed8.TryParse(text, out var value)
            && (_minIncluded ? value >= _min : value > _min)
            && (_maxIncluded ? value <= _max : value < _max))
            return value;
        var from = _minIncluded ? $"at least {_min}" : $"above {_min}";
        var to = _maxIncluded ? $"at most {_max}" : $"below {_max}";
        argument.AddError($"{Name}: '{Text.Clip(text)}' is not a number {from} and {to} with at most 8 decimals.");
        return null;
    }
}
