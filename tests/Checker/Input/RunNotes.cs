namespace TradingBot.Tests.Checker.Input;

/// <summary>What whoever ran the service and the venue knows of the run: <c>run.json</c>.</summary>
public sealed record RunNotes
{
    /// <summary>Balances at the start (and after a wipe), by account.</summary>
    public IReadOnlyList<VenueAccount> Start { get; init; } = [];

    /// <summary>When the service was not running or not ready, by the clock.</summary>
    public IReadOnlyList<Outage> Outages { get; init; } = [];

    /// <summary>Commands that the service has confirmed.</summary>
    public IReadOnlyList<Command> Commands { get; init; } = [];

    /// <summary>How long things may take.</summary>
    public Allowances Allowed { get; init; } = new();
}

/// <summary>A time in which nobody could do anything.</summary>
/// <param name="From">Its begin, milliseconds UTC.</param>
/// <param name="To">Its end, milliseconds UTC.</param>
/// <param name="Why">In words.</param>
public sealed record Outage(long From, long To, string Why);

/// <summary>A command to a trader, or to all of a user's (<c>alice/*</c>), or to all (<c>*</c>).</summary>
/// <param name="At">When it was confirmed, milliseconds UTC.</param>
/// <param name="Trader">Whom it was for.</param>
/// <param name="Allows">Whether entries are allowed from then on.</param>
public sealed record Command(long At, string Trader, bool Allows)
{
    /// <summary>Whether it is a kill switch, which holds beside what single traders are told.</summary>
    public bool IsSwitch => Trader.EndsWith('*');

    /// <summary>Whether it is for a trader.</summary>
    public bool IsFor(string trader) =>
        Trader == trader || Trader == "*" || (Trader.EndsWith("/*", StringComparison.Ordinal) && trader.StartsWith(Trader[..^1], StringComparison.Ordinal));

    public override string ToString() => $"command at {Clock.Text(At)}: {Trader} {(Allows ? "may" : "may not")} enter";
}

/// <summary>How long things may take, in milliseconds. What the venue breaks on purpose adds to the time allowed for stops.</summary>
public sealed record Allowances
{
    /// <summary>From a fill to the stop that covers it, and from the end of a position to the end of its stop.</summary>
    public long Stop { get; init; } = 2_000;

    /// <summary>After a refused order: the time to the next attempt.</summary>
    public long AfterRefusal { get; init; } = 2_000;

    /// <summary>After a request whose outcome is unknown: it is queried 5 s later, and what is missing sent again.</summary>
    public long AfterLostAnswer { get; init; } = 7_000;

    /// <summary>After an event that was lost or came late: the next look at the open orders, every 10 s.</summary>
    public long AfterLostEvent { get; init; } = 12_000;

    /// <summary>After broken or silent connections: silence is noticed after 20 s, then they are opened anew.</summary>
    public long AfterBrokenConnection { get; init; } = 25_000;

    /// <summary>How long a request may be on its way: what arrives by then has left before.</summary>
    public long UnderWay { get; init; } = 20;
}
