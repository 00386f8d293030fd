using System.Text.Json.Nodes;

namespace TradingBot.Simulator.Api;

/// <summary>Who may use a route.</summary>
internal enum RouteSecurity
{
    /// <summary>Everybody.</summary>
    None,

    /// <summary>Who sends a key.</summary>
    Key,

    /// <summary>Who signs.</summary>
    Signed,
}

/// <summary>An endpoint.</summary>
/// <param name="Weight">Weight of a request; of one that fails, where success weighs nothing.</param>
/// <param name="Security">Who may.</param>
/// <param name="Handle">What it does, under the venue's lock.</param>
internal sealed record SimRoute(int Weight, RouteSecurity Security, Func<SimRequest, JsonNode> Handle)
{
    /// <summary>Places, cancels, replaces: weighs nothing when it succeeds (since 2026-04-02).</summary>
    public bool FreeOnSuccess { get; init; }

    /// <summary>Counts as a placed order.</summary>
    public bool PlacesOrder { get; init; }
}
