using TradingBot.Chats;
using TradingBot.ClientApi.Telegram.Commands;
using TradingBot.ClientApi.Telegram.Presentation;

namespace TradingBot.ClientApi.Telegram.Conversations;

/// <summary>Commands that need several answers. Where each stands is kept with the chat, so that a restart changes nothing.</summary>
internal sealed class Dialogues(IEnumerable<IDialogue> dialogues)
{
    private readonly Dictionary<string, IDialogue> _byName = dialogues.ToDictionary(static d => d.Name, StringComparer.Ordinal);

    /// <summary>Takes an answer to the open question.</summary>
    public Task<Reply> AnswerAsync(CommandContext context) =>
        _byName.TryGetValue(context.Dialogue!.Name, out var dialogue)
            ? dialogue.AnswerAsync(context, context.Dialogue)
            : Task.FromResult(new Reply("That question is not open any more. /help shows what I can do.") { KeepsDialogue = false });
}

/// <summary>A dialogue.</summary>
internal interface IDialogue
{
    /// <summary>Its name in the chat's state.</summary>
    string Name { get; }

    /// <summary>Takes an answer, the context's text, to the open question.</summary>
    Task<Reply> AnswerAsync(CommandContext context, ChatDialogue dialogue);
}
