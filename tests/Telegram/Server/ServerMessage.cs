using System.Text.Json.Nodes;

namespace TradingBot.Tests.Telegram.Server;

/// <summary>Something that the bot has put into a chat: a message, or another text for one.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Html">Its text or caption.</param>
/// <param name="Buttons">Its buttons, row by row.</param>
/// <param name="IsEdit">Another text for an earlier message.</param>
/// <param name="IsSilent">Without a sound.</param>
/// <param name="Photo">The picture.</param>
public sealed record ServerMessage(long Chat, long Id, string Html, IReadOnlyList<IReadOnlyList<ServerButton>> Buttons, bool IsEdit, bool IsSilent, byte[]? Photo)
{
    /// <summary>As people read it.</summary>
    public string Text => Markup.Plain(Html);

    /// <summary>The button of a label.</summary>
    public ServerButton Button(string label) => Find(label) ?? throw new InvalidOperationException($"There is no button '{label}' at: {Text}");

    /// <summary>Whether there is a button of a label.</summary>
    public bool HasButton(string label) => Find(label) is not null;

    private ServerButton? Find(string label) => Buttons.SelectMany(static r => r).FirstOrDefault(b => b.Label.Contains(label, StringComparison.Ordinal));

    public static IReadOnlyList<IReadOnlyList<ServerButton>> ButtonsOf(JsonNode? keyboard) =>
        keyboard is null ? [] : [.. keyboard["inline_keyboard"]!.AsArray().Select(static row => (IReadOnlyList<ServerButton>)
            [.. row!.AsArray().Select(static b => new ServerButton(b!["text"]!.GetValue<string>(), b["callback_data"]?.GetValue<string>(), b["url"]?.GetValue<string>()))])];
}

/// <summary>A button.</summary>
public sealed record ServerButton(string Label, string? Data, string? Url);
