namespace TradingBot.Trading;

/// <summary>An exchange's answer to a command.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">The filter or rule with its numbers, or what went wrong; empty when accepted.</param>
[GenerateSerializer, Immutable, Alias("venue-answer")]
public readonly record struct VenueAnswer([property: Id(0)] VenueOutcome Outcome, [property: Id(1)] string Reason)
{
    /// <summary>Done.</summary>
    public static VenueAnswer Accepted => new(VenueOutcome.Accepted, "");
}
