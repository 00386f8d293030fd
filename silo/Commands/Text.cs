namespace TradingBot.Silo.Commands;

/// <summary>What users typed, made fit for an error message of one line.</summary>
internal static class Text
{
    private const int Longest = 48;

    public static string Clip(string text)
    {
        var shown = new string([.. text.Take(Longest).Select(static c => char.IsControl(c) ? '?' : c)]);
        return text.Length > Longest ? shown + "…" : shown;
    }
}
