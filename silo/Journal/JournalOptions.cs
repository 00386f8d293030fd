using Npgsql;

namespace TradingBot.Silo.Journal;

/// <summary>The configuration section <c>Journal</c>.</summary>
public sealed class JournalOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Journal";

    /// <summary>The fewest <see cref="EventsKept"/>: more than a trader's state can hold back and write again.</summary>
    public const int FewestEventsKept = 2_000;

    /// <summary>The most <see cref="EventsKept"/>.</summary>
    public const int MostEventsKept = 100_000_000;

    /// <summary>A PostgreSQL database for the journal; without one it is in the engine's database, in the data folder.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>How many of the last events of a trader are kept, or a few more. Orders, fills and trades are kept for ever.</summary>
    public int EventsKept { get; set; } = 10_000;

    /// <summary>Whether the journal has a database of its own.</summary>
    internal bool HasOwnDatabase => !string.IsNullOrEmpty(ConnectionString);

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<string> Validate()
    {
        if (EventsKept is < FewestEventsKept or > MostEventsKept)
            yield return $"Journal:EventsKept is {EventsKept}; it must be {FewestEventsKept} to {MostEventsKept}.";
        if (WrongConnectionString() is { } wrong)
            yield return $"Journal:ConnectionString is not one of PostgreSQL, like Host=db;Database=journal;Username=bot: {wrong}";
    }

    // The text itself has a password in it and is never shown.
    private string? WrongConnectionString()
    {
        try
        {
            return !HasOwnDatabase || !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(ConnectionString).Host)
                ? null
                : "Host is missing.";
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }
}
