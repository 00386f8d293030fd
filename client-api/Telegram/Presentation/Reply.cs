using System.Collections.Immutable;
using TradingBot.Chats;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Presentation;

/// <summary>What a command answers.</summary>
/// <param name="Html">Text in Telegram's HTML, of any length.</param>
internal sealed record Reply(string Html)
{
    /// <summary>Rows of buttons under the last message.</summary>
    public ImmutableArray<ImmutableArray<ReplyButton>> Buttons { get; init; } = [];

    /// <summary>A picture in PNG.</summary>
    public byte[]? Photo { get; init; }

    /// <summary>Where the dialogue stands from now on; null for none.</summary>
    public ChatDialogue? Dialogue { get; init; }

    /// <summary>The dialogue that was open before stays.</summary>
    public bool KeepsDialogue { get; init; } = true;

    /// <summary>The chat is linked to nobody any more.</summary>
    public bool Unlinks { get; init; }

    /// <summary>The user to whom the chat is linked from now on; null for no change.</summary>
    public string? LinkedTo { get; init; }

    /// <summary>A plain text.</summary>
    public static Reply Of(string text) => new(Escape(text));

    /// <summary>A refusal: what is wrong, and what would be right.</summary>
    public static Reply Wrong(string text) => new("⚠️ " + Escape(text));

    /// <summary>The same reply with one more row of buttons.</summary>
    public Reply With(params IEnumerable<ReplyButton> row) => this with { Buttons = Buttons.Add([.. row]) };

    /// <summary>The same reply with a button for each of many choices, some to a row.</summary>
    public Reply WithChoices(IEnumerable<ReplyButton> choices, int toARow) =>
        this with { Buttons = Buttons.AddRange(choices.Chunk(toARow).Select(static row => row.ToImmutableArray())) };
}

/// <summary>A button of a reply: it leads to an address, or does what a command line says.</summary>
internal sealed record ReplyButton(string Label, string Action, string? Url = null);
