using System.Text;

namespace TradingBot.Tests.Checker;

/// <summary>Something that should not have happened.</summary>
/// <param name="Invariant">Which invariant it breaks, one of <see cref="Invariants"/>.</param>
/// <param name="Subject">The trader, or the account where no trader is concerned.</param>
/// <param name="From">When it began by the clock, milliseconds UTC; null where it has no time.</param>
/// <param name="To">When it ended.</param>
/// <param name="Text">What happened, in words and numbers.</param>
/// <param name="Evidence">The rows that show it.</param>
public sealed record Finding(string Invariant, string Subject, long? From, long? To, string Text, IReadOnlyList<string> Evidence)
{
    public override string ToString()
    {
        var text = new StringBuilder($"{Invariant}  {Subject}");
        if (From is { } from)
            text.Append($"  {Clock.Text(from)}").Append(To is { } to && to != from ? $" to {Clock.Text(to)} ({to - from} ms)" : "");
        text.Append($"\n    {Text}");
        foreach (var row in Evidence)
            text.Append($"\n      {row}");
        return text.ToString();
    }
}
