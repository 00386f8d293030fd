using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>A history, put in the order in which the checks ask for it.</summary>
internal sealed class Run
{
    private readonly Dictionary<string, string> _traderOfPrefix = [];
    private readonly Dictionary<(string, string), SymbolRules> _rules;
    private readonly ILookup<string, VenueStep> _steps;
    private readonly ILookup<string?, VenueFault> _wipes;

    public Run(History history)
    {
        History = history;
        Traders = [.. history.Traders.Select(static t => t.Trader).Concat(history.Journal.Events.Select(static e => e.Trader))
            .Concat(history.Journal.Fills.Select(static f => f.Trader)).Distinct().Order(StringComparer.Ordinal)];
        foreach (var trader in Traders)
            _traderOfPrefix[Prefixes.OfTrader(trader)] = trader;
        _rules = history.Symbols.ToDictionary(static s => (s.Market, s.Symbol));
        _steps = history.Venue.Steps.Where(s => TraderOf(s.Order) is not null).ToLookup(s => TraderOf(s.Order)!);
        _wipes = history.Venue.Wipes.ToLookup(static w => w.Account);
        Intents = history.Venue.Steps.Where(static s => Prefixes.Of(s.Order.ClientId) is not null)
            .GroupBy(static s => s.Order.ClientId).ToDictionary(static g => g.Key, g => new Intent(g, _wipes[g.First().Order.Account]));
        Excuses = new(history.Notes, history.Venue);
    }

    public History History { get; }

    public ServiceJournal Journal => History.Journal;

    /// <summary>All traders that there are signs of.</summary>
    public IReadOnlyList<string> Traders { get; }

    /// <summary>What the venue knows of each of our client order ids.</summary>
    public IReadOnlyDictionary<string, Intent> Intents { get; }

    public Excuses Excuses { get; }

    /// <summary>Whose order it is; null for a foreign one, and for one of ours whose trader nobody has heard of.</summary>
    public string? TraderOf(VenueOrder order) => Prefixes.Of(order.ClientId) is { } prefix ? _traderOfPrefix.GetValueOrDefault(prefix) : null;

    /// <summary>Whether an account was wiped between two entries of the log.</summary>
    public bool IsWipedBetween(string account, long from, long to = long.MaxValue) => _wipes[account].Any(w => w.Seq > from && w.Seq < to);

    /// <summary>Whether the account of a trader was wiped: what it held then has been sold to nobody.</summary>
    public bool WasWiped(string trader) => StepsOf(trader).FirstOrDefault() is { } step && _wipes.Contains(step.Order.Account);

    /// <summary>What happened to a trader's orders.</summary>
    public IEnumerable<VenueStep> StepsOf(string trader) => _steps[trader];

    /// <summary>The symbol that a trader trades.</summary>
    public SymbolRules RulesOf(string trader)
    {
        var symbol = trader[(trader.IndexOf('/', StringComparison.Ordinal) + 1)..].Split(':');
        return RulesOf(symbol[0], symbol[1]);
    }

    public SymbolRules RulesOf(string market, string symbol) => _rules[(market, symbol)];
}
