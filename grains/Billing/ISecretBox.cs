namespace TradingBot.Grains.Billing;

/// <summary>Seals what must not be readable in the database.</summary>
public interface ISecretBox
{
    /// <summary>Seals a text.</summary>
    /// <param name="context">What it is and whose: it opens only under the same.</param>
    /// <param name="text">The text.</param>
    string Seal(string context, string text);

    /// <summary>Opens what <see cref="Seal"/> has made; null when it was sealed otherwise or has been changed.</summary>
    string? Open(string context, string box);
}
