using System.Collections.Immutable;
using TradingBot.Grains.Trading.Strategies;

namespace TradingBot.Tests.Grains.Risk;

/// <summary>The default strategy, but while it stalls its traders cannot wake.</summary>
public sealed class StallingStrategy : IStrategyPlugin
{
    private readonly HeikinAshiBreakoutPlugin _inner = new();

    public bool Stalls { get; set; }

    public string Name => "stalling";

    public string Description => "For tests.";

    public ImmutableArray<StrategyParameter> Parameters => _inner.Parameters;

    public IStrategy Create(StrategyParameterValues values) =>
        Stalls ? throw new TimeoutException("The strategy stalls.") : _inner.Create(values);
}
