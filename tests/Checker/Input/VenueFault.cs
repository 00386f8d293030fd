namespace TradingBot.Tests.Checker.Input;

/// <summary>Something that the venue did wrong on purpose.</summary>
/// <param name="Seq">Number in the log.</param>
/// <param name="At">The clock, milliseconds UTC.</param>
/// <param name="Kind">Kind of the fault.</param>
/// <param name="Account">The account concerned, null for all.</param>
/// <param name="Ms">How long it lasts, milliseconds.</param>
public sealed record VenueFault(long Seq, long At, string Kind, string? Account, long Ms)
{
    public override string ToString() => $"venue log {Seq} at {Clock.Text(At)}: fault {Kind} {Account}";
}
