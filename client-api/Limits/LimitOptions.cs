namespace TradingBot.ClientApi.Limits;

/// <summary>The configuration section <c>Limits</c>: what the API takes, from whom, how fast.</summary>
public sealed class LimitOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Limits";

    /// <summary>Requests a second with one token, twice as many at once; 0 for any number.</summary>
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>Requests a second from one address, twice as many at once; 0 for any number.</summary>
    public int AddressRequestsPerSecond { get; set; } = 1_000;

    /// <summary>Wrong tokens and codes from one address within a minute, after which it gets no answer until the minute is over; 0 for any number.</summary>
    public int GuessesPerMinute { get; set; } = 20;

    /// <summary>How many seconds a request may take; event streams and exports may take longer.</summary>
    public int RequestSeconds { get; set; } = 60;

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<string> Validate()
    {
        foreach (var (name, value, min, max) in new[]
                 {
                     (nameof(RequestsPerSecond), RequestsPerSecond, 0, 1_000_000), (nameof(AddressRequestsPerSecond), AddressRequestsPerSecond, 0, 1_000_000),
                     (nameof(GuessesPerMinute), GuessesPerMinute, 0, 1_000_000), (nameof(RequestSeconds), RequestSeconds, 1, 3_600),
                 })
        {
            if (value < min || value > max)
                yield return $"{Section}:{name} is {value}; it must be {min} to {max}.";
        }
    }
}
