using System.Collections.Immutable;

namespace TradingBot.ClientApi.Telegram.Presentation;

/// <summary>A message as Telegram takes it.</summary>
/// <param name="Html">Text in Telegram's HTML, at most <see cref="MessageText.Longest"/> characters (<see cref="MessageText.LongestCaption"/> with a picture).</param>
/// <param name="Buttons">Rows of buttons under it.</param>
/// <param name="Photo">A picture in PNG to go with it.</param>
/// <param name="IsSilent">Without a sound.</param>
internal sealed record OutgoingMessage(string Html, ImmutableArray<ImmutableArray<MessageButton>> Buttons, byte[]? Photo = null, bool IsSilent = false)
{
    public static OutgoingMessage Of(string html) => new(html, []);
}

/// <summary>A button: it leads to an address, or carries a token.</summary>
internal sealed record MessageButton(string Label, string Token, string? Url);
