namespace TradingBot.Simulator.Faults;

/// <summary>One fault: what, where, how often.</summary>
internal sealed class FaultRule
{
    public string Kind { get; set; } = "";

    /// <summary>HTTP method it is for; null for all.</summary>
    public string? Method { get; set; }

    /// <summary>Beginning of the path it is for; null for all.</summary>
    public string? Path { get; set; }

    /// <summary>API key it is for; null for all.</summary>
    public string? Account { get; set; }

    /// <summary>0 to 1, at each occasion; for faults that nothing occasions (sockets, clock, wipe): per second.</summary>
    public double Probability { get; set; } = 1;

    /// <summary>How many times at most; null without end.</summary>
    public int? Count { get; set; }

    /// <summary>Occasions that pass before the first time.</summary>
    public int Skip { get; set; }

    /// <summary>Milliseconds: how late, how long frozen, how far the clock is off.</summary>
    public int Ms { get; set; } = 2_000;

    public int? Status { get; set; }

    public int? Code { get; set; }

    public string? Msg { get; set; }

    /// <summary>Whether the request is carried out all the same (5xx, -1007).</summary>
    public bool Executed { get; set; } = true;

    /// <summary>How often it has happened.</summary>
    public int Happened { get; set; }
}
