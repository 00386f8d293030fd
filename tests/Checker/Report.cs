using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker;

/// <summary>The result for people.</summary>
public static class Report
{
    /// <summary>What was looked at, and what was found.</summary>
    public static void Write(History history, IReadOnlyList<Finding> findings, TextWriter output)
    {
        var venue = history.Venue;
        output.WriteLine(
            $"venue: {venue.Steps.Count(static s => s.Kind == VenueStepKind.Placed)} orders, {venue.Steps.Count(static s => s.Kind == VenueStepKind.Filled)} fills, {venue.Requests.Count} requests to place, {venue.Faults.Count} faults");
        output.WriteLine(
            $"service: {history.Traders.Count} traders, {history.Journal.Orders.Count} orders, {history.Journal.Fills.Count} fills, {history.Journal.Trades.Count} trades, {history.Notes.Outages.Count} outages");
        foreach (var finding in findings)
            output.WriteLine($"\n{finding}");
        output.WriteLine(findings.Count == 0 ? "nothing found" : $"\n{findings.Count} found: {string.Join(", ", findings.GroupBy(static f => f.Invariant).Select(static g => $"{g.Key} {g.Count()}"))}");
    }
}
