using System.Collections.Immutable;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Strategies;

public sealed class StrategyCatalogTests
{
    [Fact]
    public void Every_strategy_can_be_made_with_its_defaults()
    {
        foreach (var plugin in StrategyCatalog.BuiltIn.Plugins)
        {
            var settings = new StrategySettings(plugin.Name, ImmutableSortedDictionary<string, string>.Empty);
            StrategyCatalog.BuiltIn.Validate(settings).ShouldBeEmpty();
            StrategyCatalog.BuiltIn.Create(settings).WarmUp.ShouldBeGreaterThanOrEqualTo(100);
        }
    }

    [Fact]
    public void Every_parameter_takes_its_limits_and_nothing_beyond_them()
    {
        foreach (var plugin in StrategyCatalog.BuiltIn.Plugins)
        {
            foreach (var p in plugin.Parameters)
            {
                var field = $"strategy.parameters.{p.Name}";
                Errors(p.Min.ToString()).ShouldNotContain(e => e.Message.Contains("not a", StringComparison.Ordinal));
                Errors(p.Max.ToString()).ShouldNotContain(e => e.Message.Contains("not a", StringComparison.Ordinal));
                Errors((p.Min - new Fixed8(1)).ToString()).ShouldHaveSingleItem().Field.ShouldBe(field);
                var error = Errors((p.Max + new Fixed8(1)).ToString()).ShouldHaveSingleItem();
                error.Field.ShouldBe(field);
                error.Message.ShouldContain($"from {p.Min} to {p.Max}");

                ImmutableArray<ValidationError> Errors(string value) =>
                    StrategyCatalog.BuiltIn.Validate(new(plugin.Name, ImmutableSortedDictionary<string, string>.Empty.Add(p.Name, value)));
            }
        }
    }

    [Fact]
    public void The_callers_name_of_the_settings_begins_the_fields() =>
        StrategyCatalog.BuiltIn.Validate(new("moon", ImmutableSortedDictionary<string, string>.Empty), "traders[2].strategy")
            .ShouldHaveSingleItem().Field.ShouldBe("traders[2].strategy.name");

    [Fact]
    public void A_missing_value_is_refused_like_a_wrong_one() =>
        StrategyCatalog.BuiltIn.Validate(StrategySettings.Breakout(null!, "1")).ShouldHaveSingleItem().Field.ShouldBe("strategy.parameters.buyOffset");

    [Fact]
    public void Names_are_exact() =>
        StrategyCatalog.BuiltIn.Validate(new("EMA-Cross", ImmutableSortedDictionary<string, string>.Empty)).ShouldHaveSingleItem();

    [Fact]
    public void Nothing_is_made_from_wrong_settings() =>
        Should.Throw<ArgumentException>(() => StrategyCatalog.BuiltIn.Create(StrategySettings.Breakout("-1", "1"))).Message.ShouldContain("buyOffset");
}
