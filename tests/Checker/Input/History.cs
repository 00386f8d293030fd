namespace TradingBot.Tests.Checker.Input;

/// <summary>All that is known of one run.</summary>
/// <param name="Venue">What the venue did.</param>
/// <param name="End">The venue's accounts at the end.</param>
/// <param name="Journal">What the service wrote down.</param>
/// <param name="Traders">The traders' state at the end.</param>
/// <param name="Symbols">The venue's symbols.</param>
/// <param name="Notes">What whoever ran it knows.</param>
public sealed record History(
    VenueLog Venue, IReadOnlyList<VenueAccount> End, ServiceJournal Journal, IReadOnlyList<TraderSnapshot> Traders, IReadOnlyList<SymbolRules> Symbols,
    RunNotes Notes);
